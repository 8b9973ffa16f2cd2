"""What a round trip through the canonical form may change in a payload of Meta's wire, and nothing else.

`meta(payload, provider)` spells out constants, drops defaults and settles spellings, so that two payloads
that mean the same compare equal.
"""

from __future__ import annotations

import copy
import re
from typing import Any

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")


def meta(payload: Any, provider: str) -> Any:
    """Return a normalised copy of a message payload of cloud, 360dialog or 360dialog-onprem."""
    wire = copy.deepcopy(payload)
    onprem = provider == "360dialog-onprem"
    if not onprem:
        wire["messaging_product"] = "whatsapp"
    if wire.get("status") == "read":
        return wire
    if wire.get("recipient_type") == "individual":
        del wire["recipient_type"]
    if "to" in wire and "recipient_type" not in wire:
        wire["to"] = _phone(wire["to"], onprem)
    if "type" not in wire and "text" in wire:
        wire["type"] = "text"
    if wire.get("type") == "hsm":
        _template_of_hsm(wire)
    for holder in (wire, wire.get("text", {})):
        if holder.get("preview_url") is False:
            del holder["preview_url"]
    if wire.get("audio", {}).get("voice") is False:
        del wire["audio"]["voice"]
    if "template" in wire:
        _template(wire["template"])
    _walk(wire)
    return wire


def _phone(to: Any, onprem: bool) -> Any:
    digits = re.sub(r"[ +()-]", "", to)
    if not re.fullmatch("[0-9]+", digits):
        return to
    return digits if onprem else "+" + digits


def _template_of_hsm(wire: dict[str, Any]) -> None:
    hsm = wire.pop("hsm")
    wire["type"] = "template"
    parameters = [{"type": "text", "text": item["default"]} for item in hsm["localizable_params"]]
    wire["template"] = {
        "namespace": hsm["namespace"],
        "name": hsm["element_name"],
        "language": hsm["language"],
        "components": [{"type": "body", "parameters": parameters}],
    }


def _template(template: dict[str, Any]) -> None:
    template.get("language", {}).pop("policy", None)
    if template.get("components") == []:
        del template["components"]
    _components(template.get("components", []))


def _components(components: list[dict[str, Any]]) -> None:
    expected = 0
    for component in components:
        component["type"] = component["type"].lower()
        if component["type"] == "button":
            component["sub_type"] = component["sub_type"].lower()
            component["index"] = str(component.get("index", expected))
            expected = int(component["index"]) + 1
        for card in component.get("cards", []):
            _components(card["components"])


def _walk(value: Any) -> None:
    """Settle what is settled wherever it stands: numbers, amounts, the flow's defaults, epochs."""
    if isinstance(value, list):
        for item in value:
            _walk(item)
    if not isinstance(value, dict):
        return
    for key in ("latitude", "longitude"):
        if isinstance(value.get(key), str):
            value[key] = float(value[key])
    if "value" in value and value.get("offset") == 100:
        del value["offset"]
    if "flow_cta" in value:
        value["flow_message_version"] = "3"
        for key, default in (("mode", "published"), ("flow_action", "navigate")):
            if value.get(key) == default:
                del value[key]
    for key in ("timestamp", "expiration_time_ms"):
        if isinstance(value.get(key), str) and _INTEGER.fullmatch(value[key]):
            value[key] = int(value[key])
    for item in value.values():
        _walk(item)
