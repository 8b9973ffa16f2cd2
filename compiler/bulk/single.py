"""The single compile, one row at a time: it decides every row that the plan does not prove."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from copy import copy
from typing import Any

from ..checked import Checked, Target
from ..config import Config
from ..diagnostic import Diagnostic, Severity
from ..emission import on_one_line
from ..emitting import emit
from ..inputs import UsageError, refuse
from ..named import NamedTuple
from ..pipeline import Options, check_source, placed
from ..providers import Request
from ..source import Source
from ..source import read as read_source
from ..variables import Supplied, Variable, Variables

ORIGIN = "vars"
"""What a finding calls the place that a row's value came from: what the Python API calls it."""


class Outcome(NamedTuple):
    """What becomes of one row: the request, or None; and all that was found."""

    request: Request | None
    diagnostics: tuple[Diagnostic, ...]
    target: Target | None = None


class Broken(Exception):
    """The message has errors that no value mends; `checked` holds the findings."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(f"the message has errors: {'; '.join(found.message for found in checked.diagnostics)}")
        self.checked = checked


class Single:
    """One message for one provider, read once. `constants` are the values that all rows share."""

    def __init__(self, name: str, data: bytes, config: Config, run: Options, form: str, document: int | None) -> None:
        refuse(name)
        source = read_source(name, data)
        self.config = config
        self.run = run._replace(examples=False)
        self.form = form
        self.index = _chosen(source, document)
        self.source = copy(source)
        self.source.documents = source.documents[self.index : self.index + 1]
        self._work = source.work
        self._refuse_faults()
        variables = self.variables({})
        self.shared = variables.shared
        # What others declare for all messages is no business of this one's rows, unless it is used.
        self.declared: Mapping[str, Variable] = {
            name: one
            for name, one in variables.declared.items()
            if name not in variables.shared or name in variables.used
        }

    def _refuse_faults(self) -> None:
        """Raise Broken for what is wrong whatever the values are: a value that is not known fits everywhere."""
        checked = self._check({})
        from ..inputs import all_spoken

        all_spoken(self.run.locales, [checked.locales])
        languages = list(dict.fromkeys(target.locale for target in checked.targets if target.locale is not None))
        if len(languages) > 1:
            names = ", ".join(languages)
            raise UsageError(f"bulk writes in one language, and the message has {names}: choose with --locale")
        if len(checked.targets) > 1:
            names = ", ".join(target.provider for target in checked.targets)
            raise UsageError(f"bulk writes for one provider, and the message names {names}: choose with --provider")
        faults = [d for d in checked.diagnostics if d.severity == "error" and d.rule != "unset-variable"]
        if faults or not checked.targets:
            raise Broken(checked._replace(diagnostics=tuple(faults)))

    @property
    def parts(self) -> list[bytes]:
        """What the files hold that the message uses."""
        return [part.text.encode("utf-8", "surrogatepass") for part in self._check({}).parts]

    @property
    def provider(self) -> str:
        """The provider that the message is written for."""
        return self._check({}).targets[0].provider

    def wanted(self, mapped: Container[str] = ()) -> dict[str, bool]:
        """Return the variables that a row may fill, each with whether it must; a constant only where it is mapped."""
        return {
            name: variable.declaration is not None and "default" not in variable.declaration
            for name, variable in self.declared.items()
            if name not in self.run.supplied and (variable.declaration is not None or name in mapped)
        }

    def level(self, rule: str, severity: Severity) -> Severity | None:
        """Return what the settings make of a finding of a rule."""
        return self.config.selection(self.source.name, self.run.chosen).level(rule, severity)

    def examples(self) -> dict[str, Supplied]:
        """Return the examples of the variables that have one, as a row."""
        return {
            name: Supplied(variable.declaration["example"], ORIGIN, False)
            for name, variable in self.declared.items()
            if variable.declaration is not None and "example" in variable.declaration
        }

    def compile(self, row: Mapping[str, Supplied]) -> Outcome:
        """Compile the message with the values of one row."""
        checked = self._check(row)
        target = checked.targets[0]
        if any(d.severity == "error" for d in checked.diagnostics) or not target.message:
            return Outcome(None, self._renumbered(checked.diagnostics))
        try:
            request, faults = emit(target)
            if request is not None:
                self.line(request)
        except ValueError as error:  # a number that JSON does not have
            raise AssertionError(f"a body that is no JSON: {error}") from error
        found = checked.diagnostics if request is not None else tuple(placed(target, faults))
        return Outcome(request, self._renumbered(found), target)

    def variables(self, row: Mapping[str, Supplied]) -> Variables:
        """Return the variables of the message with the values of one row."""
        variables = self._check(row).targets[0].variables
        assert variables is not None
        return variables

    def line(self, request: Request) -> str:
        """Return what is written of a request."""
        return on_one_line(request, self.form)

    def _check(self, row: Mapping[str, Supplied]) -> Checked:
        # Every row has the time for its templates that one file has.
        self.source.work = self._work
        return check_source(self.source, self.config, self.run._replace(supplied={**row, **self.run.supplied}))

    def _renumbered(self, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        return tuple(d._replace(document=self.index) for d in found) if self.index else tuple(found)


def _chosen(source: Source, document: int | None) -> int:
    """Return which document is meant. Raises Broken for a file that cannot be read, UsageError for a choice."""
    count = len(source.documents)
    if source.findings or not count:
        from ..pipeline import check_source as check

        raise Broken(check(source, Config(), Options()))
    if document is None and count > 1:
        raise UsageError(f"bulk takes one message, and '{source.name}' holds {count}: choose with --document, from 0")
    if document is not None and not 0 <= document < count:
        raise UsageError(f"'{source.name}' holds no document {document}: they are numbered from 0 to {count - 1}")
    return document or 0


def supplied(row: Mapping[str, Any], is_text: bool) -> dict[str, Supplied]:
    """Return the values of a row as the compiler takes them."""
    return {name: Supplied(value, ORIGIN, is_text) for name, value in row.items()}
