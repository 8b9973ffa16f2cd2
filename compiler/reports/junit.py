"""JUnit's XML: a file is a test case, and what fails the run fails it; the rest is its output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from ..lazy import lazy
from .concise import line
from .merged import Merged, merged
from .places import relative

if TYPE_CHECKING:
    from ..checked import Checked
    from . import View

# What XML 1.0 has no place for, not even escaped.
_ILLEGAL = lazy("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(checked: Sequence[Checked], view: View) -> str:
    """Return the report as one XML document."""
    by_file: dict[str, list[Merged]] = {}
    for one in checked:
        by_file.setdefault(relative(one.source.name), []).extend(merged(one.diagnostics, show_info=True))
    suite = ElementTree.Element("testsuite", name="waml", tests=str(len(by_file)))
    failures = sum(_case(suite, name, findings, view) for name, findings in by_file.items())
    for key, value in (("failures", failures), ("errors", 0), ("skipped", 0)):
        suite.set(key, str(value))
    root = ElementTree.Element("testsuites", {**suite.attrib})
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _case(suite: ElementTree.Element, name: str, findings: list[Merged], view: View) -> bool:
    """Add the test case of a file, and say whether it fails. One failure holds all: many readers take but one."""
    case = ElementTree.SubElement(suite, "testcase", name=_legal(name), classname="waml", file=_legal(name))
    failing = [finding for finding in findings if view.fails(finding.diagnostic.severity)]
    others = [finding for finding in findings if finding not in failing]
    shown = [finding for finding in others if view.show_info or finding.diagnostic.severity != "info"]
    if failing:
        first = failing[0]
        more = f" (and {len(failing) - 1} more)" if len(failing) > 1 else ""
        failure = ElementTree.SubElement(case, "failure", type=first.diagnostic.rule)
        failure.set("message", _legal(first.message + more))
        failure.text = _text(failing)
    if shown:
        ElementTree.SubElement(case, "system-out").text = _text(shown)
    return bool(failing)


def _text(findings: list[Merged]) -> str:
    return _legal("".join(line(finding) for finding in findings))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
