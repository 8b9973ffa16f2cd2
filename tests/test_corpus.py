"""Payloads that others wrote: what lint says of them, and whether a message gives them back.

`corpus/expected.yaml` says for each invalid payload which rule fits it, and which valid ones are refused, and why.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from payload_corpus import Entry, checked, entries, errors

from waml.checked import Options
from waml.config import Config
from waml.decompiling import decompiled
from waml.emitting import emit
from waml.pipeline import check
from waml.providers import Request
from waml.rewriting import joined

sys.path.append(str(Path(__file__).parent / "providers"))
import definition_corpus
import normalise

pytestmark = pytest.mark.corpus

EXPECTED: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "corpus" / "expected.yaml").read_text("utf-8"))
STOPPED: dict[str, list[str]] = EXPECTED["stopped"]
REFUSED: dict[str, dict[str, Any]] = EXPECTED["refused"]

VALID = [entry for entry in entries() if entry.valid]
INVALID = [entry for entry in entries() if not entry.valid]
KEPT = [entry for entry in VALID if entry.file not in REFUSED]

LEAST_STOPPED = 0.97


def named(entry: Entry) -> str:
    return entry.file


@pytest.mark.parametrize("entry", VALID, ids=named)
def test_valid_payload_has_no_error(entry: Entry) -> None:
    assert errors(checked(entry)) == set(REFUSED.get(entry.file, {}).get("rules", []))


def test_invalid_payloads_are_stopped() -> None:
    missed = [entry.file for entry in INVALID if not errors(checked(entry))]
    assert len(missed) <= (1 - LEAST_STOPPED) * len(INVALID), missed


@pytest.mark.parametrize("entry", INVALID, ids=named)
def test_invalid_payload_is_stopped_by_a_rule_that_fits(entry: Entry) -> None:
    if entry.file not in STOPPED:
        pytest.skip("nobody has said yet which rule fits")
    assert errors(checked(entry)) & set(STOPPED[entry.file]), entry.why


@pytest.mark.parametrize("entry", [*VALID, *INVALID], ids=named)
def test_findings_stand_in_the_file(entry: Entry) -> None:
    lines = entry.data.decode().splitlines()
    for found in checked(entry).diagnostics:
        for place in (found.start, found.end):
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def decompile(entry: Entry, data: bytes, endpoint: str | None) -> str:
    return decompiled(entry.file, data, entry.provider, endpoint)[0]


def compiled(text: str) -> Request:
    """Return the one request of a text; the messages of a body of several are joined."""
    found = check("a.waml.yaml", text.encode(), Config(), Options())
    assert [d for d in found.diagnostics if d.severity == "error"] == []
    requests = []
    for target in found.targets:
        request, faults = emit(target)
        assert request is not None, faults
        requests.append(request)
    return requests[0]._replace(body=joined([request.body for request in requests]))


def normal(body: Any, provider: str) -> Any:
    """Return a body with everything settled that a round trip may change, and nothing else."""
    if not isinstance(body, dict):
        return body
    if "components" in body or "structure" in body:
        return definition_corpus.normalised(body)
    if provider == "infobip":
        return _infobip(body)
    return body if provider == "pilot-status" else normalise.meta(body, provider)


def _infobip(body: dict[str, Any]) -> dict[str, Any]:
    for message in body.get("messages", []):
        data = message["content"]["templateData"]
        if data.get("buttons") == []:
            del data["buttons"]
    return body


@pytest.mark.parametrize("entry", KEPT, ids=named)
def test_compiling_a_decompiled_payload_gives_it_back(entry: Entry) -> None:
    text = decompile(entry, entry.data, entry.endpoint)
    request = compiled(text)
    assert normal(request.body, entry.provider) == normal(entry.body, entry.provider)


@pytest.mark.parametrize("entry", KEPT, ids=named)
def test_decompiling_the_compiled_gives_the_same_bytes(entry: Entry) -> None:
    import json

    text = decompile(entry, entry.data, entry.endpoint)
    request = compiled(text)
    again = decompile(entry, json.dumps(request._asdict()).encode(), None)
    assert again == text


@pytest.mark.parametrize("entry", VALID, ids=named)
def test_nothing_is_dropped_without_a_word(entry: Entry) -> None:
    _, found = decompiled(entry.file, entry.data, entry.provider, entry.endpoint)
    assert [d.message for d in found.diagnostics if d.rule == "payload-not-held"] == []
