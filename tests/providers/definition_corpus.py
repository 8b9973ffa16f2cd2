"""The template definitions among the real payloads, and what a round trip may change in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import meta_corpus

_WORDS = ("type", "format", "category", "otp_type", "flow_action", "icon", "parameter_format")


def definitions() -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the entry and the body of each request that creates a template."""
    root = meta_corpus.folder()
    for entry in json.loads((root / "index.json").read_text("utf-8")):
        if entry["kind"].startswith(("template_definition", "template-create")):
            yield entry, json.loads((root / entry["file"]).read_text("utf-8"))


def normalised(wire: Any) -> Any:
    """Return a definition of either wire with constants, defaults and spellings settled."""
    wire = _settled(wire)
    # Derived from the placeholders, so written or not.
    if isinstance(wire.get("parameter_format"), str) and "{{" in json.dumps(wire):
        del wire["parameter_format"]
    return wire


def _settled(value: Any) -> Any:
    if isinstance(value, list):
        return [_settled(item) for item in value]
    if not isinstance(value, dict):
        return value
    out = {key: _settled(item) for key, item in value.items()}
    for key in _WORDS:
        if isinstance(out.get(key), str):
            out[key] = out[key].lower()
    if isinstance(out.get("message_send_ttl_seconds"), str):
        out["message_send_ttl_seconds"] = int(out["message_send_ttl_seconds"])
    if "package_name" in out and out.get("type") == "otp":
        out["supported_apps"] = [{key: out.pop(key) for key in ("package_name", "signature_hash")}]
    if isinstance(out.get("body_text"), list) and not isinstance(out["body_text"][0], list):
        out["body_text"] = [out["body_text"]]
    if isinstance(out.get("example"), list) and len(out["example"]) == 1:
        out["example"] = out["example"][0]
    return out
