"""Fixing twice is fixing once; what was put right is found no more; everything beside the edits stays as it was."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import json
import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from waml.checked import Options
from waml.config import Config
from waml.diagnostic import Diagnostic
from waml.fixing import apply, fix, fixable
from waml.pipeline import check

VALUES = st.sampled_from([
    '"a\\tb"', '"a\\n\\n b  # no\\u00e9"', "'it''s\ttabbed'", "|\n      Ada\n      Lovelace: #1", ">-\n      x\n\n      y", "plain     five",
    '" x     y "', "|2-\n        a\n        b", "&a plain     anchored", "ok", "42", "true", '"{{ n }}     {{ n }}"',
])  # fmt: skip
LINES = st.lists(
    st.sampled_from([
        "# a comment  ", "reply_to:   wamid.1 # why", "send_at: 2026-12-18", "x-note: {a:   1, 'b': 2}", "callback_data: 007", "callback_data: 7",
        "preview_urll: yes", "providers: cloud", "name:   a   # 😀",
    ]),
    unique_by=lambda line: line.partition(":")[0],
    max_size=4,
)  # fmt: skip
PHONES = st.sampled_from(
    ['"+15551234567"', '"0049 151 2345678"', "{{ n }}", "tel:+4915123456789", "15551234567", '"{{ nn }}"']
)


def document(values: Sequence[str], lines: Sequence[str], phone: str, used: bool) -> str:
    body = "".join(f"    - {value}\n" for value in values)
    declared = 'vars:\n  n: "+15551234567"  # ours\n' + ("" if used else "  m: 1\n  # behind\n")
    above = "".join(f"{line}\n" for line in lines)
    return (
        f"{declared}{above}to: {phone}   # whom\ntemplate:\n  language:  en-US\n  name: ' order'\n  body:\n{body}# end"
    )


DOCUMENTS = st.builds(document, st.lists(VALUES, min_size=1, max_size=4), LINES, PHONES, st.booleans())


def lint(data: bytes, name: str = "a.yaml") -> Sequence[Diagnostic]:
    return check(name, data, Config(), Options(("cloud",))).diagnostics


@given(DOCUMENTS, st.booleans(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_fixing_twice_is_fixing_once_and_each_fix_puts_its_finding_right(
    text: str, unsafe: bool, line_break: str, bom: bool
) -> None:
    data = (("\ufeff" if bom else "") + text.replace("\n", line_break)).encode()
    before = lint(data)
    each_fix_alone_puts_its_finding_right(data, before)
    done = fix(data, lint, unsafe)
    assert done.is_settled
    assert fix(done.data, lint, unsafe).data == done.data
    assert not fixable(done.diagnostics, unsafe)
    assert (done.data == data) == (not fixable(before, unsafe))
    after = done.data.decode()
    # The comment on a declaration that nothing uses goes with it.
    for comment in re.findall(r"# (?:a comment  |why|😀|whom|end|behind" + ("" if unsafe else "|ours") + ")", text):
        assert comment in after
    assert after.count("\r\n") == after.count("\n") or line_break == "\n"
    assert after.startswith("\ufeff") == bom
    errors = {(d.rule, d.field) for d in before if d.severity == "error"}
    assert (
        {(d.rule, d.field) for d in done.diagnostics if d.severity == "error"} <= errors
        or unsafe
        or any(d.rule == "unquoted-template" for d in before)
    )


def each_fix_alone_puts_its_finding_right(data: bytes, found: Sequence[Diagnostic]) -> None:
    for one in found:
        if one.fix is not None and one.fix.safe:
            after, taken = apply(data, [one.fix])
            assert taken == 1
            same = [d for d in lint(after) if (d.rule, d.field, d.message) == (one.rule, one.field, one.message)]
            twins = [d for d in found if (d.rule, d.field, d.message) == (one.rule, one.field, one.message)]
            assert len(same) < len(twins)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3), st.booleans())
def test_json_stays_json(values: list[str], ascii: bool) -> None:
    message = {"to": "0049 151 2345678", "template": {"name": "order", "language": "en-US", "body": values}}
    data = json.dumps(message, ensure_ascii=ascii, indent=3).encode("utf-8", "replace")
    done = fix(data, lambda changed: lint(changed, "a.waml.json"))
    fixed = json.loads(done.data)
    assert fixed["to"] == "+491512345678"
    assert list(fixed["template"]) == list(message["template"])
    assert not fixable(done.diagnostics)
