"""A run of lint: every file judged by its own config, the files beside each other, and whether the run fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from . import inputs
from .checked import Checked, Options, once
from .diagnostic import SEVERITIES, Diagnostic, Severity
from .discovery import Search, files
from .named import NamedTuple
from .pipeline import check
from .source import Source, read

if TYPE_CHECKING:
    from .across import Beside
    from .config import Config
    from .familiar import Familiar
    from .mending import Mend, Mended


Check = Callable[[str, bytes, "Config", Options], Checked]
"""From the name of a file, its bytes, its config and what the run was asked for to what is in it."""


class Run(NamedTuple):
    """What a run of lint is asked for, over what the config of each file says. None: the config decides."""

    options: Options = Options(worst_case="declared")
    search: Search = Search()
    var: Sequence[str] = ()
    fail_on: Severity | None = None
    exit_zero: bool = False
    mend: Mend | None = None
    add_ignores: str | None = None
    baseline: str | None = None
    update_baseline: bool = False
    jobs: int | None = None

    def level(self, path: str) -> Severity:
        """Return the least that fails a file."""
        return self.fail_on or self.search.config(path).fail_on


class Linted(NamedTuple):
    """What is left of a file once it has been judged: its tree is gone, and a run of many files stays small."""

    path: str
    checked: Checked
    beside: tuple[Beside, ...]
    declared: frozenset[str] | None
    mended: Mended | None = None
    is_part: bool = False
    """Whether something was found in the file for a message that uses it."""
    is_alone: bool = False
    """Whether the file holds parts of messages, and no message."""


class Result(NamedTuple):
    """The findings of a run, file by file; the least that fails a file of it, and whether one does.

    `mended` is what became of each file where fixes were taken.
    Notes are for people, beside the report.
    """

    checked: list[Checked]
    fail_on: Severity
    failed: bool
    mended: tuple[tuple[str, Mended], ...] = ()
    notes: Sequence[str] = ()


def lint(paths: Sequence[str], run: Run) -> Result:
    """Judge the files of paths. Raises UsageError and ConfigError."""
    found = files(paths, run.search)
    if run.mend is not None and (run.options.locales or run.var) and "-" not in found:
        _judged(found, run._replace(mend=None))  # what no message has is refused before a file is written
    linted = [*_each(found, run)]
    notes: list[str] = []
    alone = [one.path for one in linted if one.is_alone and one.path in map(os.path.normpath, paths)]
    using: list[str] = []
    if alone:
        from .users import users

        using = users(alone, found, run.search)
        notes += _said_of(using, alone)
    linted = _each_once(_together([*linted, *_using(using, run)], run))
    if run.mend is not None and any(one.is_part for one in linted):
        from .mending_parts import parts_mended

        linted = parts_mended(linted, run.mend, run, lambda changed: _each_once(_judged(found, changed, using)))
    if run.add_ignores is not None:
        notes += _add_ignores([one for one in linted if one.path not in using], run)
        linted = _each_once(_judged(found, run, using))
    if run.update_baseline or run.baseline is not None or any(run.search.config(one.path).baseline for one in linted):
        notes += _less_baseline(linted, run)
    levels = [run.level(one.path) for one in linted]
    failed = any(_fails(one.checked, level) for one, level in zip(linted, levels, strict=True))
    fail_on = max(levels, key=SEVERITIES.index, default=run.fail_on or "error")
    mended = tuple((one.checked.source.name, one.mended) for one in linted if one.mended is not None)
    return Result([one.checked for one in linted], fail_on, failed and not run.exit_zero, mended, notes)


def _said_of(using: Sequence[str], parts: Sequence[str]) -> list[str]:
    if not using:
        return []
    count = "1 file that uses" if len(using) == 1 else f"{len(using)} files that use"
    verb = "is" if len(using) == 1 else "are"
    return [f"{count} {', '.join(parts)} {verb} checked, too"]


def _judged(paths: Sequence[str], run: Run, using: Sequence[str] = ()) -> list[Linted]:
    return _together([*_each(paths, run), *_using(using, run)], run)


def _using(paths: Sequence[str], run: Run) -> Iterator[Linted]:
    """Judge the files that use the parts of a run: nothing is written to them."""
    return _each(paths, run._replace(mend=None)) if paths else iter(())


def _together(linted: list[Linted], run: Run) -> list[Linted]:
    inputs.all_spoken(run.options.locales, (one.checked.locales for one in linted))
    inputs.all_declared(run.var, (one.declared for one in linted))
    if any(one.beside for one in linted):
        _beside_each_other(linted, run)
    return linted


def _each(paths: Sequence[str], run: Run) -> Iterator[Linted]:
    if len(paths) == 1:
        yield _linted(paths[0], run, False, check)
        return
    from .parallel import counted, over

    yield from counted(over(_Judge(run), paths, 1 if "-" in paths else run.jobs), len(paths))


class _Judge:
    """Judges the files of a run one after the other: what one teaches serves the next, under the same config."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.familiar: list[Familiar] = []

    def __call__(self, path: str) -> Linted:
        return _linted(path, self.run, True, check if self.run.mend is not None else self._check)

    def __reduce__(self) -> tuple[type[_Judge], tuple[Run]]:
        return _Judge, (self.run,)

    def _check(self, name: str, data: bytes, config: Config, options: Options) -> Checked:
        found = next((one for one in self.familiar if one.config == config), None)
        if found is None:
            from .familiar import Familiar

            found = Familiar(config, options)
            self.familiar.append(found)
        return found.check(name, data)


def _linted(path: str, run: Run, several: bool, check: Check) -> Linted:
    config = run.search.config(path)
    name = path.replace("\\", "/")
    given = run.options.texts.get(os.path.normpath(name)) if run.options.texts else None
    data = inputs.content(path) if given is None else given
    if path == "-":
        name = run.search.stdin_filename or inputs.stdin_name(data, run.options.providers or config.providers)
    checked = check(name, data, config, run.options)
    done: Mended | None = None
    if run.mend is not None:
        from .mending import mended

        done, checked = mended(path, name, data, checked, lambda new: check(name, new, config, run.options), run.mend)
    beside: tuple[Beside, ...] = ()
    if checked.targets and (several or len(checked.source.documents) > 1):
        from .across import kept

        beside = kept(checked)
    declared = inputs.declared(checked.source, checked.shared) if run.var else None
    is_alone = False
    if not checked.targets and checked.source.documents:
        from .users import is_parts_alone

        is_alone = is_parts_alone(checked)
    # A report needs the text of a file, and that only where there is something to show; nothing needs the trees.
    text = checked.source.text if checked.diagnostics or beside or is_alone else ""
    slim = Source(checked.source.name, text, checked.source.format)
    parts: tuple[Source, ...] = ()
    if checked.parts:
        # What is found beside other messages may stand in any of them.
        files = {d.file for d in checked.diagnostics} | {part.name for part in checked.parts if beside}
        parts = tuple(Source(part.name, part.text, part.format) for part in checked.parts if part.name in files)
    left = Checked(slim, (), checked.diagnostics, parts, checked.locales, checked.idle)
    return Linted(path, left, beside, declared, done, is_alone=is_alone)


def _each_once(linted: list[Linted]) -> list[Linted]:
    """Return the files of a run with what is in each; the parts in which something was found are behind them."""
    if not any(one.checked.parts or one.checked.idle for one in linted):
        return linted
    from .sharing import by_file

    found = by_file([one.checked for one in linted])
    files = [
        one._replace(checked=checked, is_part=len(checked.diagnostics) > len(one.checked.own))
        for one, checked in zip(linted, found, strict=False)
    ]
    parts = found[len(linted) :]
    return files + [Linted(one.source.name, one, (), frozenset(), is_part=True) for one in parts]


def _beside_each_other(linted: list[Linted], run: Run) -> None:
    from .across import across

    owners = [at for at, one in enumerate(linted) for _ in one.beside]
    for target, diagnostic, _ in across([target for one in linted for target in one.beside]):
        at = owners[target]
        one = linted[at]
        source = one.checked.source
        selection = run.search.config(one.path).selection(source.name, run.options.chosen)
        severity = selection.level(diagnostic.rule, diagnostic.severity)
        if severity is None or (run.options.ignores and _is_suppressed(source, diagnostic)):
            continue
        found = once([*one.checked.diagnostics, diagnostic._replace(severity=severity)])
        linted[at] = one._replace(checked=one.checked._replace(diagnostics=tuple(found)))


def _is_suppressed(source: Source, diagnostic: Diagnostic) -> bool:
    """Whether a comment of a file suppresses a finding. The tree is gone by now, and few files need it again."""
    if source.format != "yaml" or "waml:" not in source.text:
        return False
    from .suppressions import Suppressions

    return Suppressions(read(source.name, source.text.encode())).cover(diagnostic)


def _add_ignores(linted: Sequence[Linted], run: Run) -> list[str]:
    """Write a suppression for each finding that counts into the files, and return what there is to say of it."""
    from .ignoring import add
    from .mending import overwrite

    count, changed, notes = 0, 0, []
    for path, checked, *_ in linted:
        least = run.level(path)
        found = [d for d in checked.diagnostics if d.severity != "info" or least == "info"]
        if not found:
            continue
        if path == "-":
            raise inputs.UsageError("--add-ignores writes into files, and stdin is none")
        before = inputs.content(path)
        added = add(checked.source.name, before, found, run.add_ignores or "")
        if added.data != before:
            overwrite(path, added.data)
            count, changed = count + added.added, changed + 1
        if added.left and checked.source.format == "json":
            notes.append(f"{path}: JSON has no comments: use per-file-ignores or a baseline")
        elif added.left:
            place = added.left[0].start
            notes.append(f"{path}:{place.line}:{place.column}: no line to write a comment above: {added.left[0].rule}")
    what = f"{count} suppression{'' if count == 1 else 's'} in {changed} file{'' if changed == 1 else 's'}"
    return [f"added {what}", *notes]


def _less_baseline(linted: list[Linted], run: Run) -> list[str]:
    """Take out what the baseline of each file counts, after writing it anew where that is asked for."""
    from .baseline import Baseline, load

    by_path: dict[str, list[int]] = {}
    for at, one in enumerate(linted):
        path = run.baseline or run.search.config(one.path).baseline
        if path is not None and (one.path != "-" or run.search.stdin_filename is not None):
            by_path.setdefault(path, []).append(at)
        elif path is None and run.update_baseline:
            raise inputs.UsageError(f"nothing says where the baseline of '{one.path}' is: use --baseline FILE")
    notes, gone = [], 0
    for path, places in by_path.items():
        baseline: Baseline = load(path, run.update_baseline)
        if run.update_baseline:
            baseline = baseline.updated([linted[at].checked for at in places])
            baseline.save()
            files = len(baseline.counts)
            notes.append(f"{path}: {baseline.total()} findings in {files} file{'' if files == 1 else 's'}")
        for at in places:
            linted[at] = linted[at]._replace(checked=baseline.without(linted[at].checked))
        gone += baseline.gone
    if gone:
        notes.append(f"{gone} of the findings in the baseline are gone; --update-baseline takes them out")
    return notes


def _fails(checked: Checked, least: Severity) -> bool:
    levels = SEVERITIES[: SEVERITIES.index(least) + 1]
    return any(diagnostic.severity in levels for diagnostic in checked.diagnostics)
