"""Columns of text as bytes: as they lie in memory, and as they stand between the quotes of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

_CONTROLS = bytes(range(0x20))


def escaped(text: pa.Array) -> pa.Array:
    """Return texts as `json.dumps` writes them with `ensure_ascii=False`, without the quotes; most stand as they are.

    One scan of all bytes says which signs there are to escape, and each of them is replaced in the whole column.
    """
    for sign in _special(bytes_of(text)):
        text = pc.replace_substring(text, sign, json.dumps(sign)[1:-1])
    return text


def bytes_of(text: pa.Array) -> memoryview:
    """Return the bytes of texts, one after another, as they lie in memory; those beneath a null among them."""
    _, offsets, data = text.buffers()
    if data is None or not len(text):
        return memoryview(b"")
    places = memoryview(offsets).cast("i")
    return memoryview(data)[places[text.offset] : places[text.offset + len(text)]]


def _special(view: memoryview) -> Iterator[str]:
    """Yield the signs to escape: the backslash first, as the escapes of the others have one."""
    data = bytes(view)
    for sign in (b"\\", b'"'):
        if sign in data:
            yield sign.decode()
    if len(data.translate(None, _CONTROLS)) != len(data):
        yield from map(chr, sorted(set(data).intersection(_CONTROLS)))
