"""Which rules hold and how much each matters, by what the config and the command line say of them.

A rule is named by its name (or one that it had), by a pattern such as `definition-*`, by its family, which is a
file of `rules/`, or by `ALL`. The closest word wins: a name goes before a pattern, a pattern before a family, a
family before `ALL`; of two that are as close, the command line before the config, then ignoring before selecting.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from .diagnostic import Severity
from .named import NamedTuple

ALL = "ALL"
_ANY, _ALL, _FAMILY, _PATTERN, _NAME = range(5)


class Chosen(NamedTuple):
    """What one place, the config or the command line, says of rules. None: nothing, the other place decides."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


NOTHING = Chosen()


class Selection:
    """The rules of a file: the config's word, the command line's over it, and what the file's path leaves out."""

    def __init__(self, config: Chosen, run: Chosen, left_out: tuple[str, ...] = ()) -> None:
        self._left_out = left_out
        self._severity = config.severity
        # (layer, whether it ignores, words): the layers are the default, the config and the command line.
        self._says: list[tuple[int, bool, tuple[str, ...]]] = []
        if run.select is None:
            self._says.append((0, False, (ALL,)) if config.select is None else (1, False, config.select))
            self._says.append((1, False, config.extend_select))
        else:
            self._says.append((2, False, run.select))
        self._says.append((2, False, run.extend_select))
        self._says.append((1, True, config.ignore or ()) if run.ignore is None else (2, True, run.ignore))
        self._says.append((1, True, config.extend_ignore))
        self._says.append((2, True, run.extend_ignore))
        self._says.append((1, True, tuple(word for word, level in config.severity if level == "off")))
        self._levels: dict[str, str | None] = {}

    def level(self, rule: str, severity: Severity) -> Severity | None:
        """Return how much a finding of a rule matters, given what its row says; None where the rule is off."""
        if rule not in self._levels:
            self._levels[rule] = self._judged(rule)
        level = self._levels[rule]
        return severity if level == "" else level  # type: ignore[return-value]

    def holds(self, rule: str) -> bool:
        """Whether a rule is on."""
        return self.level(rule, "error") is not None

    def _judged(self, rule: str) -> str | None:
        from .rows import mandatory

        if rule in mandatory():
            return ""
        if any(closeness(word, rule) for word in self._left_out):
            return None
        said = [
            (close, layer, ignores)
            for layer, ignores, words in self._says
            for word in words
            if (close := closeness(word, rule))
        ]
        if not said or max(said)[2]:
            return None
        levels = [(closeness(word, rule), level) for word, level in self._severity if level != "off"]
        close, level = max(levels, key=lambda pair: pair[0], default=(0, ""))
        return level if close else ""


@cache
def selection(config: Chosen, run: Chosen, left_out: tuple[str, ...] = ()) -> Selection:
    """Return the selection of files of one config, one for all that the same words leave out."""
    return Selection(config, run, left_out)


def closeness(word: str, rule: str) -> int:
    """Return how closely a word names a rule; 0 where it does not."""
    if word == rule:
        return _NAME
    if word == ALL:
        return _ALL
    if _is_pattern(word):
        from fnmatch import fnmatchcase

        return _PATTERN if fnmatchcase(rule, word) else _ANY
    from .rows import names

    return _FAMILY if names().get(rule) == word else _ANY


def _is_pattern(word: str) -> bool:
    return any(c in word for c in "*?[")


def chosen(
    select: Iterable[str] | None,
    ignore: Iterable[str] | None,
    extend_select: Iterable[str] | None,
    extend_ignore: Iterable[str] | None,
) -> Chosen:
    """Return what comma lists of rules say. Raises UsageError for a rule that there is not."""
    return Chosen(
        None if select is None else known(_split(select)),
        None if ignore is None else known(_split(ignore), to_turn_off=True),
        known(_split(extend_select or ())),
        known(_split(extend_ignore or ()), to_turn_off=True),
    )


def _split(lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for words in lists for word in words.split(",") if word.strip()))


def known(words: Iterable[str], to_turn_off: bool = False) -> tuple[str, ...]:
    """Return words that name rules, a name of old as the one of today.

    Raises UsageError for a word that names none, and to turn off, for one that names a mandatory rule.
    """
    return tuple(_known(word, to_turn_off) for word in words)


def _known(word: str, to_turn_off: bool) -> str:
    from .inputs import UsageError
    from .rows import mandatory, names

    if word not in names() and word != ALL and word not in names().values():
        if _is_pattern(word):
            if not any(closeness(word, rule) for rule in names()):
                raise UsageError(f"no rule matches '{word}'; `waml rules` lists them")
            return word
        word = renamed(word)
    if to_turn_off and word in mandatory():
        raise UsageError(f"the rule '{word}' is mandatory: what it finds leaves nothing to judge or to build")
    return word


def renamed(word: str) -> str:
    """Return the rule that had a name before. Raises UsageError where none had."""
    from .diagnostic import did_you_mean
    from .inputs import UsageError
    from .rows import aliases, names

    if word in aliases():
        return aliases()[word]
    choices = [*names(), *aliases(), *dict.fromkeys(names().values()), ALL]
    same = f"did you mean '{ALL}'?" if word.upper() == ALL else None
    hint = same or did_you_mean(word, choices, len(choices)) or "`waml rules` lists them"
    raise UsageError(f"no rule '{word}'; {hint}")
