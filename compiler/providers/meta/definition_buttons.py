"""The buttons of a template definition: everything about them stands in the definition."""

from __future__ import annotations

from typing import Any

from ...shape import mappings
from ..codecs import ID, INTEGER, JSON, READ_ONLY, UPPER, WORD, Codec, lower, scalar
from ..tables import Field, items, plain, record


def _read_sample(value: Any) -> Any:
    """Read a sample that is a text, or the first of a list."""
    return scalar(value[0] if isinstance(value, list) and value else value)


SAMPLE = Codec(lambda value: value, _read_sample)
SAMPLES = Codec(lambda value: [value], _read_sample)
"""One sample, which the wire holds in a list."""

_TITLE = Field("title", "text")
_APPS = items(record(*plain("package_name", "signature_hash")))
# The older spelling of a button with one app.
_FLAT_APP = (Field("package_name", codec=READ_ONLY), Field("signature_hash", codec=READ_ONLY))

# Canonical type -> the wire's type, and the button's fields.
_BUTTONS: dict[str, tuple[str, Codec]] = {
    "reply": ("QUICK_REPLY", record(_TITLE)),
    "url": (
        "URL",
        record(_TITLE, Field("url"), Field("example", codec=SAMPLES), Field("app_deep_link", codec=JSON)),
    ),
    "call": ("PHONE_NUMBER", record(_TITLE, Field("phone_number"))),
    "copy": ("COPY_CODE", record(_TITLE, Field("example", codec=SAMPLE))),
    "voice_call": ("VOICE_CALL", record(_TITLE, Field("ttl_minutes", codec=INTEGER))),
    "flow": (
        "FLOW",
        record(
            _TITLE,
            Field("flow_id", codec=ID),
            *plain("flow_name", "flow_json"),
            Field("flow_action", codec=WORD),
            Field("screen", "navigate_screen"),
            Field("icon", codec=UPPER),
        ),
    ),
    "catalog": ("CATALOG", record(_TITLE)),
    "product_list": ("MPM", record(_TITLE)),
    "product": ("SPM", record(_TITLE)),
    "order_details": ("ORDER_DETAILS", record(_TITLE)),
    "contact_request": ("REQUEST_CONTACT_INFO", record(_TITLE)),
    "app": ("APP", record(_TITLE, Field("app_deep_link", codec=JSON))),
    "otp": (
        "OTP",
        record(
            Field("otp_type", codec=UPPER),
            _TITLE,
            Field("autofill_text"),
            Field("supported_apps", codec=_APPS),
            *_FLAT_APP,
            Field("zero_tap_terms_accepted"),
        ),
    ),
}
_BY_WIRE = {wire.lower(): kind for kind, (wire, _) in _BUTTONS.items()}


def _write(button: Any) -> Any:
    kind = button.get("type") if isinstance(button, dict) else None
    if not isinstance(kind, str) or kind not in _BUTTONS:
        return None
    wire, codec = _BUTTONS[kind]
    return {"type": wire, **codec.write(button)}


def _read(wire: Any) -> Any:
    if not isinstance(wire, dict):
        return None
    word = scalar(lower(wire.get("type")))
    if word is None:
        return {}
    kind = _BY_WIRE.get(word, word) if isinstance(word, str) else word
    button: dict[str, Any] = {"type": kind}
    if kind in _BUTTONS:
        button.update(_BUTTONS[kind][1].read(wire))
    app = {key: button.pop(key) for key in ("package_name", "signature_hash") if key in button}
    if app and "supported_apps" not in button:
        button["supported_apps"] = [app]
    return button


BUTTONS = items(Codec(_write, _read))


def read_buttons(components: Any) -> list[dict[str, Any]]:
    """Read the buttons of a definition's components."""
    for component in mappings(components):
        if lower(component.get("type")) == "buttons":
            buttons = BUTTONS.read(component.get("buttons"))
            return buttons or []
    return []
