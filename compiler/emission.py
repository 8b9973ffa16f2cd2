"""What is written of a request: its body, the whole request, a curl command, or an HTTP message."""

from __future__ import annotations

import json
import re

from .providers import Request

FORMS = {"body": ".json", "request": ".json", "curl": ".sh", "http": ".http"}
"""The forms of `--emit`, and the ending of a file that holds one."""

_CREDENTIAL = {
    "cloud": "Authorization: Bearer ",
    "360dialog": "D360-API-KEY: ",
    "360dialog-onprem": "D360-API-KEY: ",
    "infobip": "Authorization: App ",
    "pilot-status": "x-api-key: ",
}
"""How each provider is shown who calls. The credential itself is never known here."""


_PLAIN = re.compile(r"[A-Za-z0-9/_.%{}?=&-]*")
_CONTENT = {"Content-Type": "application/json"}


def spelled(request: Request, provider: str, form: str) -> str:
    """Return a request in a form, ending in a line break. The same request gives the same bytes."""
    if request.body is not None:
        request = request._replace(headers={**_CONTENT, **request.headers})
    if form == "body":
        return _json(request.body)
    if form == "request":
        return _json(request._asdict())
    headers = [*(f"{name}: {value}" for name, value in request.headers.items())]
    token = _CREDENTIAL.get(provider, "Authorization: Bearer ") + "$WAML_TOKEN"
    return _curl(request, headers, token) if form == "curl" else _http(request, headers, token)


def on_one_line(request: Request, form: str) -> str:
    """Return the body, or with the form `request` the whole request, as JSON without a line break."""
    if request.body is not None:
        request = request._replace(headers={**_CONTENT, **request.headers})
    value = request._asdict() if form == "request" else request.body
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _curl(request: Request, headers: list[str], token: str) -> str:
    path = request.path or ""
    # Only the two variables stand where the shell expands; what comes from a message does not.
    url = f'"$WAML_BASE_URL{path}"' if _PLAIN.fullmatch(path) else f'"$WAML_BASE_URL"{_shell(path)}'
    lines = [f"curl -X {request.method} {url}", f'  -H "{token}"']
    lines += [f"  -H {_shell(header)}" for header in headers]
    if request.body is not None:
        lines.append(f"  --data-raw {_shell(_json(request.body).rstrip())}")
    return " \\\n".join(lines) + "\n"


def _http(request: Request, headers: list[str], token: str) -> str:
    lines = [
        "###",
        f"{request.method} {{{{WAML_BASE_URL}}}}{request.path}",
        token.replace("$WAML_TOKEN", "{{WAML_TOKEN}}"),
        *headers,
    ]
    body = "" if request.body is None else "\n" + _json(request.body)
    return "\n".join(lines) + "\n" + body + "\n"


def _shell(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
