"""A payload held against lint, as an assertion that says what is wrong and where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..api import Compiled, options_of
from ..checked import Checked
from ..config import Config
from ..diagnostic import SEVERITIES, Severity
from ..providers import Request

NAME = "payload.json"

Payload = str | bytes | Mapping[str, Any] | Request
"""A body or a request object: JSON text, plain values, or as waml compiles it."""


def assert_valid_payload(
    payload: Payload | Compiled,
    provider: str,
    *,
    endpoint: str | None = None,
    assume: Mapping[str, Any] | None = None,
    fail_on: Severity = "error",
) -> None:
    """Fail where lint finds an error in a payload, with its report over the payload as JSON.

    The payload is a body, or a request object, as plain values, as JSON text, or as waml compiles it. `endpoint`
    says where a body is sent that does not tell, `fail_on` the least that fails. Raises AssertionError, and
    UsageError for a provider or an assumption that there is not.
    """
    __tracebackhide__ = True
    checked = _checked(payload, provider, endpoint, assume)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    found = [d for d in checked.diagnostics if d.severity in grave]
    if found:
        # What `lint --fix` would do to a file is nothing to a value.
        shown = checked._replace(diagnostics=tuple(d._replace(fix=None) for d in found))
        raise AssertionError(f"{provider} does not take this payload\n\n{report([shown])}")


def report(checked: list[Checked]) -> str:
    """Return what lint prints of findings, without color."""
    import click

    from ..reports import View, render

    return click.unstyle(render(checked, "full", View(show_info=True))).rstrip("\n")


def _checked(
    payload: Payload | Compiled, provider: str, endpoint: str | None, assume: Mapping[str, Any] | None
) -> Checked:
    from ..payload import check_payload

    run = options_of(provider, None, assume, examples=True)._replace(endpoint=endpoint)
    return check_payload(NAME, _text(payload), run.providers[0], Config(), run)


def text_of(payload: Payload | Compiled) -> str:
    """Return the text of a payload's body as `compile -o` writes it; of JSON text, the same value written so."""
    value: Any = payload.body if isinstance(payload, (Compiled, Request)) else payload
    value = json.loads(value) if isinstance(value, (str, bytes)) else value
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _text(payload: Payload | Compiled) -> bytes:
    """Return a payload as JSON, indented so that a place in it is a line of its own."""
    value: Any = payload.request if isinstance(payload, Compiled) else payload
    if isinstance(value, (str, bytes)):
        return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    value = value._asdict() if isinstance(value, Request) else value
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")
