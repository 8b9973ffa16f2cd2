"""The parameters of a template send: values that fill the placeholders of a header or a body."""

from __future__ import annotations

from typing import Any

from ..codecs import INTEGER, OBJECT, SCALAR, Codec, lower, mapping, scalar
from ..tables import Field, items, plain, record

_TYPES: dict[str, Codec] = {
    "text": SCALAR,
    "currency": record(*plain("fallback_value", "code"), Field("amount_1000", codec=INTEGER)),
    "date_time": OBJECT,
}


def _write(param: Any) -> Any:
    param = mapping(param)
    kind = next((kind for kind in _TYPES if kind in param), "text")
    wire: dict[str, Any] = {"type": kind}
    if "name" in param:
        wire["parameter_name"] = param["name"]
    if kind in param:
        wire[kind] = _TYPES[kind].write(param[kind])
    return wire


def _read(wire: Any) -> Any:
    if not isinstance(wire, dict):
        return None
    kind = lower(wire.get("type"))
    if kind is None:
        kind = next((key for key in _TYPES if key in wire), None)
    if not isinstance(kind, str) or kind not in _TYPES:
        return None
    param: dict[str, Any] = {}
    for key, value in (("name", scalar(wire.get("parameter_name"))), (kind, _TYPES[kind].read(wire.get(kind)))):
        if value is not None:
            param[key] = value
    return param


PARAMETER = Codec(_write, _read)
PARAMETERS = items(PARAMETER)
