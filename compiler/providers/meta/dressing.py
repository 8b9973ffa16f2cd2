"""Header, body and footer of an interactive message and of its cards."""

from __future__ import annotations

from typing import Any

from ..codecs import SCALAR, Codec, lower, scalar
from ..tables import Field, record
from .contents import LOCATION, PRODUCT
from .media import HEADING_MEDIA

# `gif`, `location` and `product` head templates only; read everywhere, so that a rule can judge them.
HEADERS: dict[str, Codec] = {**HEADING_MEDIA, "location": LOCATION, "product": PRODUCT}


def _write_header(value: Any) -> Any:
    if isinstance(value, dict):
        for kind, codec in {"text": SCALAR, **HEADERS}.items():
            if kind in value:
                return {"type": kind, kind: codec.write(value[kind])}
    return None


def _read_header(value: Any) -> Any:
    if not isinstance(value, dict):
        return None
    kind = lower(value.get("type"))
    if kind is None:
        kind = next((key for key in ("text", *HEADERS) if key in value), None)
    if kind == "text":
        text = scalar(value.get("text"))
        return None if text is None else {"text": text}
    if isinstance(kind, str) and kind in HEADERS:
        content = HEADERS[kind].read(value.get(kind))
        return {kind: {} if content is None else content}
    return None


HEADER = Codec(_write_header, _read_header)


def read_stray(body: dict[str, Any]) -> dict[str, Any]:
    """Read a header and a footer that stand beside a content which wears none, so that a rule can judge them."""
    header, footer = body.get("header"), body.get("footer")
    found = {
        "header": _read_header(header) if isinstance(header, dict) else _text(scalar(header)),
        "footer": scalar(footer.get("text") if isinstance(footer, dict) else footer),
    }
    return {key: value for key, value in found.items() if value is not None}


def _text(value: Any) -> Any:
    return None if value is None else {"text": value}


DRESSING = record(Field("header", codec=HEADER), Field("body", "body.text"), Field("footer", "footer.text"))
