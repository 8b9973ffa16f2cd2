"""Messages that vary and rows to fill them with: what the property of `waml bulk` draws from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from waml.bulk.single import Broken, Single
from waml.config import Config, discover
from waml.message import shape
from waml.nodes import plain
from waml.pipeline import Options
from waml.shape import Shape
from waml.source import read

ROOT = Path(__file__).resolve().parents[1]


class Message(NamedTuple):
    """A message for one provider, and the declarations of what varies in it."""

    name: str
    data: bytes
    provider: str
    config: Config
    document: int
    declared: Mapping[str, Mapping[str, Any]]
    locales: tuple[str, ...] = ()

    @property
    def run(self) -> Options:
        """What is asked of it: one provider, and one language where it has some."""
        return Options((self.provider,), locales=self.locales)

    def __repr__(self) -> str:
        return f"{self.name}#{self.document} for {' '.join((self.provider, *self.locales))}"


@cache
def messages() -> tuple[Message, ...]:
    """Return every document of the examples, as it is and with variables for its texts and numbers."""
    return tuple(_messages())


def _messages() -> Iterator[Message]:
    for path in sorted((ROOT / "examples").rglob("*.waml.*")):
        name, data, config = str(path), path.read_bytes(), discover(str(path.parent))
        for document, root in enumerate(read(name, data).documents):
            whole = plain(root)
            providers = whole.get("providers") or config.providers or ["cloud"]
            languages = [(code,) for code in whole.get("locales") or ()]
            for provider, locales in product(providers, languages or [()]):
                single = Single(name, data, config, Options((provider,), locales=locales), "body", document)
                declared = {k: dict(v.declaration) for k, v in single.declared.items() if v.declaration is not None}
                yield Message(name, data, provider, config, document, declared, locales)
                varied = _varied(path, whole, provider, config)
                if varied is not None:
                    yield varied


def _varied(path: Path, plain: dict[str, Any], provider: str, config: Config) -> Message | None:
    """Return a message in which each text and number that may vary is a variable, with the old value as example."""
    if "vars" in plain or "locales" in plain or "define_template" in plain:
        return None
    declared: dict[str, dict[str, Any]] = {}
    whole = {
        key: value if _literal(key) else _holes(value, shape().field(key), declared) for key, value in plain.items()
    }
    whole = {"vars": declared, **{key: value for key, value in whole.items() if key != "providers"}}
    data = json.dumps(whole).encode()
    name = os.path.join(path.parent, "varied.waml.json")
    try:
        Single(name, data, config, Options((provider,)), "body", None)
    except Broken:
        return None
    return Message(name, data, provider, config, 0, declared) if declared else None


def _literal(key: str) -> bool:
    return key in ("name", "description", "providers", "assume") or key.startswith(("x-", "$"))


def _holes(value: Any, field: Shape | None, declared: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, dict):
        inner = field if field is not None and field.container == "object" else None
        return {
            k: v if k in ("file", "type") else _holes(v, inner and inner.field(k), declared) for k, v in value.items()
        }
    if isinstance(value, list):
        item = field.items if field is not None and field.container == "array" else None
        return [_holes(one, item, declared) for one in value]
    name = f"v{len(declared)}"
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        declared[name] = {"type": "integer" if isinstance(value, int) else "number", "example": value}
        return f"{{{{ {name} }}}}"
    # One in three is but the end of a text.
    at = len(value) // 2 if len(declared) % 3 == 2 else 0
    declared[name] = {"type": "string", "example": value[at:]}
    return f"{value[:at]}{{{{ {name} }}}}"


_HOSTILE = st.sampled_from([
    "", " ", "\n", "a\nb", "x\n", "\t", "\0", "\x1f", "\x7f", "\x85", "\u2028", "\ufeff", '"', "\\", '\\"', "</script>",
    "{{ x }}", "{{1}}", "{%", "}}", "*a", "_b_", "~", "`", "😀", "👨‍👩‍👧", "1️⃣", "é" * 30, "x" * 20, "x" * 21,
    "x" * 1024, "x" * 1025, "x" * 4097, "null", "true", "false", "0", "-0", "01", "1.0", "1e5", "9" * 25, "nan",
    "+15551234567", "15551234567", "+1 (555) 123-4567", "+447700900123", "+", "@g.us", "1-2@g.us", "a@newsletter",
    "US.1a",    "https://a.example", "http://a", "ftp://a", "https://a.example/x.png", "https://a.example/x.pdf?y=1",
    "data:image/png;base64,AAAA",
    "2026-12-18", "2026-02-30", "2026-12-18T19:27:00Z", "2026-12-18T19:27:00+02:00", "en_US", "en", "pt_BR", "reply",
    "utility",    "     five", "\ud800", "a\udfff",
])  # fmt: skip
_TEXT = st.one_of(_HOSTILE, st.text(max_size=30), st.text("abc 1", min_size=1, max_size=12))
_INTEGER = st.one_of(st.integers(-3, 40), st.sampled_from([2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 10**29, 0]))
_NUMBER = st.one_of(_INTEGER, st.floats(), st.sampled_from([0.1, 1e22, -0.0, 412.5, 1e-7, float("nan"), float("inf")]))
_ODD = st.one_of(st.none(), st.booleans(), _INTEGER, st.just([]), st.just({"a": 1}), st.just(0.5), _HOSTILE)
_BY_TYPE: Mapping[str, st.SearchStrategy[Any]] = {
    "string": _TEXT,
    "phone": st.one_of(st.from_regex(r"\+[1-9][0-9]{9,11}", fullmatch=True), _HOSTILE),
    "url": st.one_of(st.from_regex(r"https://[a-z]{1,9}\.example/[A-Za-z0-9]{0,9}", fullmatch=True), _HOSTILE),
    "date": st.one_of(st.dates().map(str), _HOSTILE),
    "datetime": st.one_of(st.datetimes().map(lambda d: f"{d.isoformat()}Z"), _HOSTILE),
    "integer": _INTEGER,
    "number": _NUMBER,
    "boolean": st.booleans(),
    "list": st.lists(st.one_of(st.text(max_size=35), _ODD), max_size=7),
    "json": st.one_of(st.fixed_dictionaries({"number": _TEXT, "gate": _TEXT, "city": _TEXT}), _ODD),
}


def value(declaration: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Return values for a variable: mostly its example, often of its type, sometimes anything."""
    usual = st.just(declaration["example"]) if "example" in declaration else st.just(declaration.get("default"))
    if "one_of" in declaration:
        usual = st.sampled_from(declaration["one_of"])
    own = _BY_TYPE[declaration.get("type", "string")]
    return st.integers(0, 9).flatmap(lambda n: usual if n < 5 else own if n < 9 else _ODD)


@st.composite
def rows(draw: Any, declared: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a few rows; each has a value or two that is not the example's, so that many compile."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        row = {}
        for name, declaration in declared.items():
            row[name] = declaration.get("example", declaration.get("default"))
        for name in draw(st.lists(st.sampled_from(sorted(declared)), max_size=3)) if declared else ():
            row[name] = draw(value(declared[name]))
        found.append(row)
    return found
