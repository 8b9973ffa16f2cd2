"""The named checks of the placeholders of a template definition and of their examples. Pure functions.

A value that is not known yet is never a fault. A text that is far too long for any definition has one fault, its
length: what its placeholders are is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from .diagnostic import Part
from .faults import Check, Fault
from .placeholders import MAX_JUDGED, PLACEHOLDER, is_position, judged, names, parameter_format, texts

_PUNCTUATION = " \t\r\n.,;:!?…*_~)\"'»”’"


def placeholder_count(value: Any, subject: Any, *, max: int) -> Iterator[Fault]:
    """A text holds at most so many placeholders."""
    if isinstance(value, str) and (count := len(names(value[:MAX_JUDGED]))) > max:
        yield Fault((), {"count": count, "limit": max})


def placeholders_sequential(value: Any, subject: Any) -> Iterator[Fault]:
    """Numbered placeholders appear as 1, 2, 3, …; one may come back."""
    last = 0
    for name in names(value):
        if not is_position(name) or int(name) in range(1, last + 1):
            continue
        if int(name) != last + 1:
            yield Fault((), {"value": _braced(name), "other": _braced(last + 1)})
            return
        last += 1


def braces_balanced(value: Any, subject: Any) -> Iterator[Fault]:
    """Outside of placeholders no double brace is left, and no single one without its partner."""
    if not isinstance(value, str):
        return
    rest = PLACEHOLDER.sub(lambda match: " " * len(match[0]), value)
    rest = re.sub(r"(?<!\{)\{[^{}]*\}(?!\})", lambda match: " " * len(match[0]), rest)
    if match := re.search(r"[{}]+", rest):
        yield Fault((), {"value": value[max(0, match.start() - 8) : match.end() + 8]})


def no_single_braces(value: Any, subject: Any) -> Iterator[Fault]:
    """No name or number stands between single braces, as other tools write their placeholders."""
    if isinstance(value, str) and (match := re.search(r"(?<!\{)\{\w+\}(?!\})", value)):
        yield Fault((), {"value": match[0], "part": Part(value, *match.span())})


def placeholders_named(value: Any, subject: Any, *, pattern: str) -> Iterator[Fault]:
    """What stands between the braces, without spaces around it, is of this pattern."""
    for name in names(value):
        if not re.fullmatch(pattern, name.strip()):
            yield Fault((), {"value": _braced(name)})


def placeholders_not_padded(value: Any, subject: Any) -> Iterator[Fault]:
    """No space stands inside the braces."""
    matches = PLACEHOLDER.finditer(value) if isinstance(value, str) else ()
    for match in matches:
        if match[1] != match[1].strip():
            bare = PLACEHOLDER.sub(lambda one: _braced(one[1].strip()), value)
            yield Fault((), {"value": match[0], "part": Part(value, *match.span()), "replacement": bare})


def placeholders_unique(value: Any, subject: Any) -> Iterator[Fault]:
    """No name stands twice in a text."""
    seen: set[str] = set()
    for name in names(value):
        if name in seen and not is_position(name):
            yield Fault((), {"value": _braced(name)})
            return
        seen.add(name)


def _everywhere(definition: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the placeholders of header, body and cards; a URL's may be a number among names."""
    for path, text in texts(definition) if isinstance(definition, Mapping) else ():
        if path[-1] == "text" and judged(text):
            yield from ((path, name) for name in names(text))


def one_placeholder_style(value: Any, subject: Any) -> Iterator[Fault]:
    """The placeholders of a definition are all numbers or all names."""
    found = list(_everywhere(value))
    for path, name in found:
        if is_position(name) != is_position(found[0][1]):
            yield Fault(path, {"value": _braced(name), "other": _braced(found[0][1])})
            return


def placeholder_style(value: Any, subject: Any, *, style: str) -> Iterator[Fault]:
    """The placeholders of a definition are of the style that the provider knows."""
    for path, name in _everywhere(value):
        if is_position(name) != (style == "positional"):
            yield Fault(path, {"value": _braced(name)})
            return


def parameter_format_fits(value: Any, subject: Any) -> Iterator[Fault]:
    """A format that is stated is that of the placeholders."""
    stated = value.get("parameter_format") if isinstance(value, Mapping) else None
    if not isinstance(stated, str) or not all(judged(text) for _, text in texts(value)):
        return
    actual = parameter_format(value)
    if actual is not None and stated != actual:
        yield Fault(("parameter_format",), {"value": stated, "other": actual})


def placeholder_at_edge(value: Any, subject: Any, *, edge: str) -> Iterator[Fault]:
    """A text does not begin (`start`) or end (`end`, `punctuated-end`) with a placeholder."""
    matches = list(PLACEHOLDER.finditer(value)) if isinstance(value, str) else []
    if not matches:
        return
    before, behind = value[: matches[0].start()].strip(), value[matches[-1].end() :].strip()
    if edge == "start" and not before:
        yield Fault((), {"value": matches[0][0], "part": Part(value, *matches[0].span())})
    elif edge == "end" and not behind:
        yield Fault((), {"value": matches[-1][0], "part": Part(value, *matches[-1].span())})
    elif edge == "punctuated-end" and behind and not behind.strip(_PUNCTUATION):
        yield Fault((), {"value": matches[-1][0], "other": behind, "part": Part(value, *matches[-1].span())})


def placeholder_at_end(value: Any, subject: Any) -> Iterator[Fault]:
    """The placeholder of a URL is its end."""
    end = value[-MAX_JUDGED:] if isinstance(value, str) else ""
    matches = list(PLACEHOLDER.finditer(end))
    if matches and (behind := end[matches[-1].end() :]):
        yield Fault((), {"other": behind})


def placeholders_apart(value: Any, subject: Any) -> Iterator[Fault]:
    """Between two placeholders stands more than white space."""
    matches = list(PLACEHOLDER.finditer(value)) if isinstance(value, str) else []
    for one, two in pairwise(matches):
        if not value[one.end() : two.start()].strip():
            part = Part(value, one.start(), two.end())
            yield Fault((), {"value": value[one.start() : two.end()], "part": part})
            return


def placeholder_density(value: Any, subject: Any, *, words: int) -> Iterator[Fault]:
    """A text has so many words for each of its placeholders, which count as words themselves."""
    if count := len(names(value)):
        length = len(PLACEHOLDER.sub("x", value).split())
        if length < words * count:
            yield Fault((), {"count": count, "length": length})


def _samples(part: Any) -> tuple[list[str], list[Mapping[str, Any]]] | None:
    """Return the placeholders of a header or a body, each once, and its examples; None where one is unknown."""
    if not isinstance(part, Mapping) or not isinstance(part.get("text", ""), str) or not judged(part.get("text")):
        return None
    examples = part.get("example", [])
    if not isinstance(examples, list) or not all(isinstance(example, Mapping) for example in examples):
        return None
    return list(dict.fromkeys(name.strip() for name in names(part.get("text")))), examples


def placeholders_have_examples(value: Any, subject: Any) -> Iterator[Fault]:
    """Each placeholder has an example: numbers by their order, names by their name."""
    found = _samples(value)
    if found is None:
        return
    named = {example.get("name") for example in found[1] if "name" in example}
    unnamed = sum("name" not in example for example in found[1])
    positions = [name for name in found[0] if is_position(name)]
    lacking = [name for name in found[0] if not is_position(name) and name not in named] + positions[unnamed:]
    for name in found[0]:
        if name in lacking:
            yield Fault(("text",), {"value": _braced(name)})


def examples_have_placeholders(value: Any, subject: Any) -> Iterator[Fault]:
    """Each example belongs to a placeholder."""
    found = _samples(value)
    if found is None:
        return
    left = sum(is_position(name) for name in found[0])
    for at, example in enumerate(found[1]):
        if "name" in example:
            surplus = isinstance(example["name"], str) and example["name"] not in found[0]
        else:
            left -= 1
            surplus = left < 0
        if surplus:
            yield Fault(("example", at), {"value": example.get("name", example.get("text", ""))})


def examples_as_many(value: Any, subject: Any) -> Iterator[Fault]:
    """Where there are examples, they are as many as the placeholders."""
    found = _samples(value)
    if found is not None and found[1] and len(found[1]) != len(found[0]):
        yield Fault(("example",), {"count": len(found[1]), "length": len(found[0])})


def url_has_example(value: Any, subject: Any) -> Iterator[Fault]:
    """A button whose URL has a placeholder has an example."""
    if (
        isinstance(value, Mapping)
        and isinstance(url := value.get("url"), str)
        and PLACEHOLDER.search(url)
        and "example" not in value
    ):
        yield Fault(("url",), {})


def _braced(name: object) -> str:
    return "{{" + str(name) + "}}"


def _bounded(check: Check) -> Check:
    """Return a check for the texts of which there is more to say than their length.

    What judges URLs looks at the begin or the end of a long one: not every provider has a length for them.
    """

    def run(value: Any, subject: Any, **given: Any) -> Iterator[Fault]:
        return check(value, subject, **given) if judged(value) else iter(())

    return run


CHECKS: dict[str, Check] = {
    "braces-balanced": _bounded(braces_balanced),
    "examples-as-many": examples_as_many,
    "examples-have-placeholders": examples_have_placeholders,
    "no-single-braces": _bounded(no_single_braces),
    "one-placeholder-style": one_placeholder_style,
    "parameter-format-fits": parameter_format_fits,
    "placeholder-at-edge": _bounded(placeholder_at_edge),
    "placeholder-at-end": placeholder_at_end,
    "placeholder-count": placeholder_count,
    "placeholder-density": _bounded(placeholder_density),
    "placeholder-style": placeholder_style,
    "placeholders-apart": _bounded(placeholders_apart),
    "placeholders-have-examples": placeholders_have_examples,
    "placeholders-named": _bounded(placeholders_named),
    "placeholders-not-padded": _bounded(placeholders_not_padded),
    "placeholders-sequential": _bounded(placeholders_sequential),
    "placeholders-unique": _bounded(placeholders_unique),
    "url-has-example": url_has_example,
}
