"""The law of `waml bulk`: the n-th line is what the single compile writes for the n-th row, and so are the rejects."""

from __future__ import annotations

from typing import Any

from bulk_rows import Message, messages, rows
from hypothesis import given
from hypothesis import strategies as st

from waml.bulk.fill import Filler, Rows
from waml.bulk.readers import column_of
from waml.bulk.single import Single
from waml.emission import on_one_line
from waml.emitting import emit
from waml.pipeline import check, placed
from waml.variables import Supplied

_FILLERS: dict[tuple[Any, ...], Filler] = {}


def filler(message: Message, is_text: bool) -> Filler:
    """Return what fills a message; its plan is kept, so that rows meet plans that other rows made."""
    key = (message.data, message.provider, message.locales, message.document, is_text)
    if key not in _FILLERS:
        _FILLERS[key] = _filler(message, is_text)
    return _FILLERS[key]


def _filler(message: Message, is_text: bool) -> Filler:
    single = Single(message.name, message.data, message.config, message.run, "body", message.document)
    return Filler(single, {name: name for name in message.declared}, is_text)


def alone(message: Message, row: dict[str, Any], is_text: bool) -> tuple[str | None, list[tuple[Any, ...]]]:
    """Compile one row as `waml compile` does: the file is read anew, and no plan is near."""
    supplied = {name: Supplied(value, "vars", is_text) for name, value in row.items()}
    run = message.run._replace(supplied=supplied, examples=False)
    checked = check(message.name, message.data, message.config, run)
    [target] = [target for target in checked.targets if target.document == message.document]
    found = placed(target, target.findings)
    if target.has_error():
        return None, sorted(map(told, found))
    request, faults = emit(target)
    if request is None:
        return None, sorted(map(told, placed(target, faults)))
    return on_one_line(request, "body") + "\n", []


def told(diagnostic: Any) -> tuple[Any, ...]:
    return (diagnostic.rule, diagnostic.severity, diagnostic.message, diagnostic.field or "", diagnostic.start)


def hold(message: Message, table: Rows, given: list[dict[str, Any]], is_text: bool) -> None:
    filled = filler(message, is_text).fill(table)
    rejects = {reject.at: reject.diagnostics for reject in filled.rejects}
    for at, row in enumerate(given):
        line, findings = alone(message, row, is_text)
        assert filled.lines[at].as_py() == line, row
        assert (at in rejects) == (line is None), row
        if at in rejects:
            assert sorted(set(map(told, rejects[at]))) == sorted(set(findings)), row


@given(st.data())
def test_each_row_is_what_the_single_compile_makes_of_it(data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(messages()), label="message")
    values = data.draw(rows(message.declared), label="rows")
    columns = {name: column_of([row[name] for row in values]) for name in message.declared}
    hold(message, Rows(columns, len(values), values), values, is_text=False)
