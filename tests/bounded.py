# ruff: noqa: E501 (tables of words are read across)
"""Declarations, values that they allow, and templates over them, all drawn from one seed.

A template of hypothesis' own strategies takes longer to draw than to bound; a seed takes nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from re import _parser  # type: ignore[attr-defined]
from typing import Any

CHARACTERS = "abcxyzAZ019 .-_()<éßΐİŉ𐐀👍\n\r\t\u00a0\u2028\x1c"
WORDS = ("", "a", "Zoë", "straße", "one two", "x" * 9)


def text(r: Random, low: int, high: int) -> str:
    """Return a text, of one character only half of the time: the extremes are where bounds break."""
    alphabet = r.choice(CHARACTERS) if r.random() < 0.5 else CHARACTERS
    return "".join(r.choice(alphabet) for _ in range(r.choice((low, high, r.randint(low, high)))))


def a_text(r: Random) -> dict[str, Any]:
    low = r.randrange(4)
    return {"type": "string", "min_length": low, "max_length": low + r.randrange(9)}


def a_number(r: Random, type: str) -> dict[str, Any]:
    size = r.choice((1, 10, 1000, 10**6))
    ends = [r.randint(-size, size) if type == "integer" or r.random() < 0.5 else r.uniform(-size, size) for _ in "xx"]
    return {"type": type, "range": sorted(ends)}


def a_list(r: Random, items: dict[str, Any]) -> dict[str, Any]:
    low = r.randrange(3)
    return {"type": "list", "items": items, "min_items": low, "max_items": low + r.randrange(3)}


def declarations(r: Random) -> dict[str, dict[str, Any]]:
    """Return a declaration of every kind."""
    others = ({"type": "date"}, {"type": "phone"}, {"type": "string", "pattern": "[A-Z]{2}-?[0-9]{1,3}"}, a_text(r))
    return {
        "a": a_text(r),
        "b": r.choice(others),
        "n": a_number(r, "integer"),
        "f": a_number(r, "number"),
        "yes": {"type": "boolean"},
        "word": {"one_of": r.sample(WORDS, r.randint(1, 3))},
        "xs": a_list(r, a_text(r)),
        "rows": a_list(r, {"fields": {"t": a_text(r), "p": a_number(r, "integer")}}),
    }


def value(r: Random, declaration: dict[str, Any]) -> Any:
    """Return a value that a declaration allows."""
    if "one_of" in declaration:
        return r.choice(declaration["one_of"])
    if "fields" in declaration:
        return {name: value(r, field) for name, field in declaration["fields"].items()}
    kind = declaration.get("type")
    if kind == "boolean":
        return r.random() < 0.5
    if kind in ("integer", "number"):
        size = 10 ** r.choice((1, 6, 18))
        return _number(r, *declaration.get("range", (-size, size)), kind)
    if kind == "list":
        low = declaration.get("min_items", 0)
        high = declaration.get("max_items", low + r.choice((3, 3, 30)))
        count = r.choice((low, high, r.randint(low, high)))
        return [value(r, declaration.get("items", {"type": "string"})) for _ in range(count)]
    if kind == "date":
        return str(date(1000, 1, 1) + timedelta(r.randrange(3_000_000)))
    if kind == "datetime":
        return f"{value(r, {'type': 'date'})}T10:00:00" + r.choice(("Z", ".125Z"))
    if kind == "phone":
        return f"+{r.randrange(10**6, 10 ** r.randint(7, 15))}"
    if "pattern" in declaration:
        return matching(r, _parser.parse(declaration["pattern"]), declaration.get("max_length", 60))
    if kind == "json" or (kind is None and "max_length" not in declaration):
        return r.choice((None, True, 0, -2.5, 10**15, "", "Zoë", ["a", 2], {"a": {"b": []}}))
    start = "https://a" if kind == "url" else ""
    low = max(declaration.get("min_length", 0), len(start))
    high = declaration.get("max_length", low + r.choice((12, 12, 300, 5000)))
    return start + text(r, low - len(start), high - len(start))


def matching(r: Random, items: Any, most: int) -> str:
    """Return a text that a pattern matches, as `re` has parsed it: of literals, classes, groups, choices, repeats."""
    return "".join(_matching(r, str(operation), argument, most) for operation, argument in items)


def _matching(r: Random, operation: str, argument: Any, most: int) -> str:
    if operation == "LITERAL":
        return chr(argument)
    if operation == "IN":
        kind, one = r.choice(argument)
        return chr(one) if str(kind) == "LITERAL" else chr(r.randint(*one))
    if operation == "SUBPATTERN":
        return matching(r, argument[-1], most)
    if operation == "BRANCH":
        return matching(r, r.choice(argument[1]), most)
    low, high, body = argument
    high = max(min(int(high), most), low)
    return "".join(matching(r, body, most) for _ in range(r.choice((low, high, r.randint(low, high)))))


def _number(r: Random, low: float, high: float, kind: str) -> Any:
    whole = [
        end
        for end in (low, high, r.randint(int(-(-low // 1)), max(int(-(-low // 1)), int(high // 1))))
        if int(end) == end
    ]
    fits = [int(end) for end in whole if low <= end <= high]
    if kind == "integer" or (fits and r.random() < 0.4):
        return r.choice(fits)
    rounded = round(r.uniform(low, high), 2)
    return r.choice((low, high, r.uniform(low, high), min(max(rounded, low), high)))


def values(r: Random, declared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a value for each name."""
    return {name: value(r, declaration) for name, declaration in declared.items()}


LEAVES = (
    "a", "b", "n", "f", "yes", "word", "xs", "rows", "a", "b", "n", "f", "u", "rows[0].t", "x", "row.t", "row.p", "loop.index",
    "loop.last", "loop.length", "''", "'a'", "'ß'", "'one two'", "0", "1", "3", "2.5", "true", "-2", "'xxxxxxxxx'",
)  # fmt: skip
FILTERS = (
    "upper", "lower", "title", "capitalize", "trim", "trim('a')", "truncate(6)", "truncate(4, true, '', 1)",
    "truncate(5, false, '…', 0)", "truncate(255)", "default('none')", "default('none', true)", "d(n, yes)",
    "replace('a', 'bcd')", "replace('aa', '')", "replace('', '-')", "replace('a', b)", "replace(a, 'x')", "replace(' ', '  ', 1)",
    "round", "round(2)", "round(1, 'ceil')", "round(1, 'floor')", "round(-2)", "int", "float", "abs", "length", "count", "join(', ')",
    "join(b)", "join", "first", "last", "min", "max", "sort", "unique", "reverse", "string", "urlencode", "wordcount", "wordwrap(3)",
    "wordwrap(5, false, '<br>')", "indent(3)", "indent(2, true, true)", "center(7)", "map(attribute='t')|join('/')",
    "map(attribute='p')|max", "map(attribute='t')|map(attribute='x')|join",
)  # fmt: skip
FORMATS = ("'%s!'", "'%5s'", "'%.3s'", "'%03d'", "'%.2f%%'", "'%9.1f'", "'%f'", "'%d'", "'%08.3d'")
OPERATORS = ("and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "~", "~")
TESTS = (
    "defined",
    "string",
    "number",
    "integer",
    "none",
    "odd",
    "sequence",
    "mapping",
    "eq(3)",
    "in(['a', n])",
    "gt(2)",
    "boolean",
)


def expression(r: Random, depth: int = 3) -> str:
    """Return an expression of the subset; it may fail when it is rendered."""
    if depth == 0 or r.random() < 0.25:
        return r.choice(LEAVES)
    inner = [f"({expression(r, depth - 1)})" for _ in "xyz"]
    kind = r.randrange(12)
    if kind < 5:
        return f"{inner[0]}|{r.choice(FILTERS)}"
    forms = (
        f"{r.choice(FORMATS)}|format({inner[0]})",
        f"{inner[0]} {r.choice(OPERATORS)} {inner[1]}",
        f"{inner[0]} if {inner[1]} else {inner[2]}",
        f"{inner[0]} if {inner[1]}",
        f"{r.choice(('not ', '-'))}{inner[0]}",
        f"{inner[0]} is {r.choice(TESTS)}",
        f"{inner[0]}[{r.choice(('0', '-1', '2', repr('t')))}]",
    )
    return forms[kind - 5]


def template(r: Random, depth: int = 3) -> str:
    """Return a template of the subset."""
    data = r.choice(("Hi ", "\n", "", " and more", "…", "x"))
    if depth == 0 or r.random() < 0.25:
        return r.choice((data, "", "a ")) + "{{ " + expression(r) + " }}"
    test, inner, other = expression(r, 2), template(r, depth - 1), template(r, depth - 1)
    forms = (
        f"{{% if {test} %}}{inner}{{% endif %}}",
        f"{{% if {test} %}}{inner}{{% elif {expression(r, 1)} %}}{other}{{% else %}}{data}{{% endif %}}",
        f"{{% if {test} %}}{inner}{{% endif %}}{{% if {test} %}}{data}{{% else %}}{other}{{% endif %}}",
        f"{{% for x in xs %}}{inner}{{% else %}}{data}{{% endfor %}}",
        f"{{% for row in rows %}}{inner}{{{{ row.t }}}}{{% if not loop.last %}}, {{% endif %}}{{% endfor %}}",
        f"{{% for row in rows if {test} %}}{inner}{{% endfor %}}",
        f"{{% set s = {test} %}}{inner}{{{{ s }}}}",
        f"{{% set s = 'a' %}}{{% for x in xs %}}{{{{ s }}}}{{% set s = x %}}{{% endfor %}}{inner}{{{{ s }}}}",
        f"{{% if {test} %}}{{% set s = {expression(r, 1)} %}}{{% endif %}}{{{{ s|default({data!r}) }}}}",
        inner + other,
        inner + data,
        f"{{%- if yes -%}} {inner} {{%- endif -%}}",
    )
    return r.choice(forms)
