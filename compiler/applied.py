"""What the config says of a provider for all messages, as far as it concerns the one at hand.

A key of a block that a message cannot use is a slip where somebody wrote it into the message; from the config, which
speaks to all messages, it is meant for the others. Which keys those are, the rows say: `misplaced` marks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .diagnostic import Finding
from .message import Message
from .rows import row_of
from .rulebook import Subject, judge


def judged(
    message: Message,
    of_config: Mapping[str, Any],
    provider: str,
    assume: Mapping[str, Any],
    base: str,
    own: tuple[str, ...],
) -> tuple[Message, Subject, list[Finding]]:
    """Judge a message together with the block of its provider from the config, less what has no place in it."""
    written = message.get(provider)
    block = written if isinstance(written, dict) else {}
    given = {key: value for key, value in of_config.items() if key not in block}
    while True:
        whole = {**message, provider: {**given, **block}} if given else message
        subject = Subject(whole, provider, assume, base, own)
        found = judge(subject)
        idle = _misplaced(found, provider).intersection(given) if given else ()
        if not idle:
            return whole, subject, found
        given = {key: value for key, value in given.items() if key not in idle}


def _misplaced(found: list[Finding], provider: str) -> set[str]:
    """Return the keys of a block that findings call right in themselves, but not here."""
    keys = set()
    for finding in found:
        path = finding.path or ()
        if len(path) == 2 and path[0] == provider:
            row = row_of(finding.rule)
            if row is not None and "misplaced" in row.raw:
                keys.add(str(path[1]))
    return keys
