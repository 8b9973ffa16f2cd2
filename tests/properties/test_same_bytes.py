"""The same input gives the same bytes: in another process, with another hash seed, in another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from strategies import PROVIDERS

_SCRIPT = """
import sys, waml
from waml.config import Config
from waml.emission import FORMS, spelled
for compiled in waml.compile("x.waml.yaml", text=sys.stdin.buffer.read(), provider=sys.argv[1], config=Config()):
    for form in FORMS:
        sys.stdout.buffer.write(spelled(compiled.request, compiled.provider, form).encode())
"""

_ENVELOPE = 'to: "+15551234567"\nfrom: "+15551234568"\n'
_MESSAGES = {
    "buttons": 'header: Hi 👋\nbody: Pick\nbuttons:\n  - {title: "Yes", id: y}\n  - {title: "No"}\nfooter: Acme\n',
    "template": (
        "template:\n  name: order\n  language: en_US\n  body: {values}\n  buttons: [{button}]\n"
        "360dialog-onprem: {namespace: acme}\ncloud: {category: utility, phone_number_id: '1'}\n"
        "infobip: {messageId: m, entityId: e, urlOptions: {trackClicks: true, shortenUrl: true}}\n"
        "pilot-status: {Idempotency-Key: k, marketingOptions: {aiRewriteEnabled: true}}\n"
    ),
}


def _text(kind: str, provider: str) -> str:
    named = provider == "pilot-status"
    values = "{b: B, a: A, c: C}" if named else "[B, A, C]"
    button = "{title: Go, id: go}" if named else "{id: go}"
    return _ENVELOPE + _MESSAGES[kind].replace("{values}", values).replace("{button}", button)


def _compiled(text: str, provider: str, seed: str, folder: Path) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "2" else "UTC"}
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT, provider],
        input=text.encode(), capture_output=True, check=True, env=environment, cwd=folder,
    )  # fmt: skip
    return run.stdout


@pytest.mark.parametrize("kind", _MESSAGES)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_another_process_gives_the_same_bytes(provider: str, kind: str, tmp_path: Path) -> None:
    text = _text(kind, provider)
    (other := tmp_path / "über").mkdir()
    first = _compiled(text, provider, "1", tmp_path)
    assert first
    assert _compiled(text, provider, "2", other) == first
