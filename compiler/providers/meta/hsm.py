"""The On-Premise API's legacy `hsm` body, read as the template it became. It is never written."""

from __future__ import annotations

from typing import Any

from ...shape import mappings
from ..codecs import mapping


def template_of_hsm(hsm: Any) -> dict[str, Any]:
    """Return the `template` object that an `hsm` object stands for."""
    hsm = mapping(hsm)
    template = {key: hsm[key] for key in ("namespace", "language") if key in hsm}
    if "element_name" in hsm:
        template["name"] = hsm["element_name"]
    if parameters := [_parameter(item) for item in mappings(hsm.get("localizable_params"))]:
        template["components"] = [{"type": "body", "parameters": parameters}]
    return template


def _parameter(item: dict[str, Any]) -> dict[str, Any]:
    """`default` is the text; a currency renames its code, a date_time nests its parts one level deeper."""
    fallback = {"fallback_value": item["default"]} if "default" in item else {}
    if isinstance(item.get("currency"), dict):
        currency = {**fallback, **item["currency"]}
        if "currency_code" in currency:
            currency["code"] = currency.pop("currency_code")
        return {"type": "currency", "currency": currency}
    if isinstance(item.get("date_time"), dict):
        moment = item["date_time"]
        parts = {**mapping(moment.get("component")), **mapping(moment.get("unix_epoch"))}
        return {"type": "date_time", "date_time": {**fallback, **parts}}
    return {"type": "text", **({"text": item["default"]} if "default" in item else {})}
