"""A stub as a server on this machine, for senders in other languages. The one room that opens a socket: to listen."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

from ..source import MAX_BYTES
from .stubbing import Received, Stub

HOST = "127.0.0.1"
"""Nobody but this machine is answered."""

TOLD = "/_waml"
"""Where a test asks what the stub has received."""

Say = Callable[[str], None]


def server(stub: Stub, port: int, say: Say) -> ThreadingHTTPServer:
    """Return a server of a stub, bound and not yet serving; port 0 takes one that is free. Raises OSError."""
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "0")
            size = int(length) if length.isdigit() else MAX_BYTES + 1
            if size > MAX_BYTES:
                self.close_connection = True
                self._write(413, {})
                return
            body = self.rfile.read(size)
            with lock:
                answer = stub.answer(self.command, self.path, body, dict(self.headers))
                rules = [d.rule for d in stub.received[-1].diagnostics if d.severity == "error"]
            say(f"{self.command} {self.path} {answer.status} {', '.join(rules)}".rstrip())
            self._write(answer.status, answer.body)

        do_PUT = do_POST  # noqa: N815

        def do_GET(self) -> None:
            with lock:
                told = [_told(received) for received in stub.received]
            self._write(200 if self.path == TOLD else 404, {"received": told} if self.path == TOLD else {})

        def _write(self, status: int, body: Any) -> None:
            data = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing of one's own: `say` says it."""

    return ThreadingHTTPServer((HOST, port), Handler)


def _told(received: Received) -> dict[str, Any]:
    return {
        "request": received.content,
        "diagnostics": [
            {"rule": d.rule, "severity": d.severity, "field": d.field, "message": d.message}
            for d in received.diagnostics
        ],
        "answer": received.answer.content(),
        "webhooks": list(received.webhooks),
    }
