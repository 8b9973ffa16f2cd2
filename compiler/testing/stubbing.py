"""A provider that answers: success, or the documented error for what lint finds in the request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..api import options_of
from ..checked import Checked
from ..config import Config
from ..diagnostic import Diagnostic
from ..fixtures.answers import About, Answer, Fault, comes_later, default_code, refusal, success, webhooks
from ..named import NamedTuple
from ..rows import catalogue
from ..wire_schemas import load

NAME = "request.json"


class Received(NamedTuple):
    """A request that a stub was sent, what lint says of it, the answer, and the webhooks that follow."""

    content: Mapping[str, Any]
    diagnostics: tuple[Diagnostic, ...]
    answer: Answer
    webhooks: tuple[Any, ...]


class Stub:
    """Answers requests as a provider would. `received` holds them in order, with what became of each.

    With `responses`, `into(responses)` in a test that it is active in, or the callback `responses` for an address
    of one's own; with `respx`, `into(respx_mock)` or the side effect `respx`. The same requests in the same order
    get the same answers.
    """

    url = re.compile(r"https?://.*")
    """The address that `into` listens to: any, since a stub looks at the path only."""

    def __init__(self, provider: str, assume: Mapping[str, Any] | None = None, seed: int = 0) -> None:
        self._run = options_of(provider, None, assume, examples=True)
        self.provider = self._run.providers[0]
        self.seed = seed
        self.received: list[Received] = []

    def answer(
        self, method: str, url: str, body: str | bytes | None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer to a request, and remember both."""
        checked = self._checked(method, url, body, headers or {})
        fault = _fault(checked, self.provider)
        later = fault is not None and comes_later(self.provider, fault.code)
        abouts = self._abouts(checked)
        told: list[Any] = []
        if fault is not None and not later:
            answer = refusal(abouts[0], fault)
        else:
            answer = _joined([success(about) or Answer(200, {}, ()) for about in abouts])
            followed = [pair for about in abouts for pair in webhooks(about, fault)]
            told = [webhook.body for name, webhook in followed if fault is not None or name != "failed"]
        content = {"method": method, "path": url, "headers": dict(headers or {}), "body": _parsed(body)}
        self.received.append(Received(content, checked.diagnostics, answer, tuple(told)))
        return answer

    def responses(self, request: Any) -> tuple[int, dict[str, str], str]:
        """Answer a request of `requests`: a callback for `responses.add_callback`."""
        answer = self.answer(request.method, request.url, request.body, dict(request.headers))
        return answer.status, answer.headers, json.dumps(answer.body)

    def respx(self, request: Any) -> Any:
        """Answer a request of `httpx`: a side effect for `respx`."""
        import httpx

        answer = self.answer(request.method, str(request.url), request.content, dict(request.headers))
        return httpx.Response(answer.status, headers=answer.headers, content=json.dumps(answer.body))

    def into(self, mock: Any) -> Stub:
        """Answer every request that `responses` (the module or a mock) or a router of `respx` catches."""
        if hasattr(mock, "add_callback"):
            for method in sorted({entry.get("method", "POST") for entry in load(self.provider)["x-bodies"]}):
                mock.add_callback(method, self.url, callback=self.responses, content_type=None)
        else:
            mock.route(url=self.url).mock(side_effect=self.respx)
        return self

    def _checked(self, method: str, url: str, body: str | bytes | None, headers: Mapping[str, str]) -> Checked:
        from ..payload import check_payload

        kept = {name: value for name, value in headers.items() if name.lower() in _TELLING}
        around = json.dumps({"method": method, "path": url, "headers": kept})[:-1]
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body or "null"
        data = f'{around}, "body": {text}}}'.encode("utf-8", "surrogatepass")
        return check_payload(NAME, data, self.provider, Config(), self._run)

    def _abouts(self, checked: Checked) -> list[About]:
        count = len(self.received)
        found = [
            About(self.provider, target.message, target.settings, f"{self.seed} {count} {target.document}")
            for target in checked.targets
        ]
        return found or [About(self.provider, {}, {}, f"{self.seed} {count}")]


_TELLING = ("content-type", "idempotency-key")
"""Headers that lint is told: those of a client, and its credentials, are none of its business."""


def stub(provider: str, *, assume: Mapping[str, Any] | None = None, seed: int = 0) -> Stub:
    """Return a stub of a provider. `assume` states facts as for `waml.lint`; ids and times come from the seed.

    Raises UsageError for a provider or an assumption that there is not.
    """
    return Stub(provider, assume, seed)


def _fault(checked: Checked, provider: str) -> Fault | None:
    """Return what the provider says of the first error, the one that a row knows a code for before the others."""
    errors = [d for d in checked.diagnostics if d.severity == "error"]
    coded = [(d, row.codes(provider)) for d in errors if (row := catalogue().get(d.rule)) is not None]
    for diagnostic, codes in sorted(coded, key=lambda pair: not pair[1]):
        return Fault(codes[0] if codes else default_code(provider), diagnostic.message, diagnostic.field or "")
    return Fault(default_code(provider), errors[0].message, errors[0].field or "") if errors else None


def _joined(answers: list[Answer]) -> Answer:
    """Return the answer to a request of several messages: one list of all."""
    first = answers[0]
    if len(answers) == 1 or not isinstance(first.body, dict) or "messages" not in first.body:
        return first
    return first._replace(body={**first.body, "messages": [m for one in answers for m in one.body["messages"]]})


def _parsed(body: str | bytes | None) -> Any:
    try:
        return None if body is None else json.loads(body)
    except (ValueError, RecursionError):
        return body if isinstance(body, str) else None
