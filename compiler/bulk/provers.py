"""Quick ways to say yes to a column of texts: conditions under which a keyword of a row surely holds.

Each is sufficient and none is necessary; what they do not prove is judged by the keyword itself, a value at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

PHONE = r"^\+[1-9][0-9]{7,14}$"
"""A number as it is usual, in its canonical spelling."""

FORMATS: Mapping[str, str] = {
    "not-blank": r"[!-~]",
    "not-padded": r"^[!-~]([ -~]*[!-~])?$",
    "no-markup": r"^[A-Za-z0-9 .,:;!?'()/+&-]*$",
    "no-emoji": r"^[A-Za-z .,:;!?'()/+&-]*$",
    "template-value": r"^[!-~]+( [!-~]+)*$",
    "http-url": r"^https?://[a-z0-9]+([.-][a-z0-9]+)*\.[a-z]{2,6}(/[A-Za-z0-9._~-]+)*/?$",
    "phone": PHONE,
    "not-encoded-twice": r"^[^%]*$",
}
"""By format, what a text matches that surely has it: expressions that RE2 and Python read alike on any text."""


def proven(keyword: str, limit: Any, texts: pa.Array) -> pa.Array | None:
    """Return for each text whether the keyword surely holds, or None where there is no quick way."""
    if keyword == "format" and limit in FORMATS:
        return pc.match_substring_regex(texts, FORMATS[limit])
    if keyword == "one_of" and isinstance(limit, list) and all(isinstance(word, str) for word in limit):
        return pc.is_in(texts, value_set=pa.array(limit, pa.string()))
    if keyword == "max_length" and isinstance(limit, int):
        return pc.less_equal(pc.utf8_length(texts), limit)
    if keyword == "min_length" and isinstance(limit, int):
        return pc.greater_equal(pc.utf8_length(texts), limit)
    return None
