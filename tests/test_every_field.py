"""Every field that a message of a kind may have, at every provider: what lint lets through can be written.

The fields come from the schema, so a new one is tried without a word here. What stands in a provider's block goes on
the wire, or a finding says where it belongs; from the config, it goes to the messages that have a place for it.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

import waml
from waml.boundaries.building import put, sample
from waml.boundaries.mending import mended
from waml.carries import Carries
from waml.config import Config
from waml.diagnostic import Path
from waml.emitting import emit
from waml.fixtures.least import least
from waml.fixtures.linting import encoded
from waml.message import group, shape
from waml.pipeline import Options, check
from waml.providers import NAMES
from waml.rows import catalogue
from waml.rulebook import Subject, judge
from waml.shape import Shape
from waml.testing.leaves import _pattern as pattern

FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
SHARE = 1 if FULL else 8
"""CI tries one in so many of the fields of a kind; all keys of the blocks."""
JSON = ("x", "", 5, True, [None], ["x"], [{"key": "x"}], {"key": "x"}, {"key": {"a": [1]}})
DEEPEST = 8

KINDS = [(provider, kind) for provider in NAMES for kind in Carries(provider).kinds()]


def fields(of: Shape, path: Path) -> Iterator[tuple[Path, Shape]]:
    """Yield the fields at and below a path, the first item of each list among them."""
    yield path, of
    if of.slot is not None or len(path) > DEEPEST:
        return
    if of.container == "array":
        yield from fields(of.items, (*path, 0))
        return
    for key in of.fields:
        field = of.field(key)
        assert field is not None
        yield from fields(field, (*path, key))


def name(path: Path) -> str:
    return next(part for part in reversed(path) if isinstance(part, str))


def messages(provider: str, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the least message of a kind with one field more, of the type that is due; where any JSON is, of each."""
    for head in dict.fromkeys([kind, "to", *group("envelope"), *group("dressing"), provider]):
        top = shape().field(head)
        assert top is not None
        for path, of in fields(top, (head,)):
            if Carries(provider).level("fields", pattern(path)) != "yes":
                continue
            for value in JSON if of.slot == "json" else [sample(of, name(path))]:
                told = f"{provider} {kind} {pattern(path)} {value}"
                if zlib.crc32(told.encode()) % SHARE == 0:
                    yield put(least(kind, provider), shape(), path, value)


@pytest.mark.parametrize(("provider", "kind"), KINDS)
def test_what_lint_lets_through_can_be_written(provider: str, kind: str) -> None:
    for message in messages(provider, kind):
        text = json.dumps(message).encode()
        [target] = check("m.waml.json", text, Config(), Options(providers=(provider,))).targets
        if not target.has_error():
            assert [fault.message for fault in emit(target)[1]] == [], message


@pytest.mark.parametrize(("provider", "kind"), KINDS)
def test_a_key_of_a_block_is_written_or_said_to_be_misplaced(provider: str, kind: str) -> None:
    block = shape().field(provider)
    assert block is not None
    for key in block.fields:
        field = block.field(key)
        assert field is not None
        message = least(kind, provider)
        if key in message.get(provider, {}):
            continue
        given = put(message, shape(), (provider, key), sample(field, key))
        # With all that lint asks for beside the key, or without the key where it is not to be there.
        whole = mended(given, provider)
        is_of_kind = not (whole.keys() - message.keys()) & {*group("content")}
        if key in whole.get(provider, {}) and is_of_kind:
            bare = {**whole, provider: {other: value for other, value in whole[provider].items() if other != key}}
            said = [f for f in judge(Subject(whole, provider, {})) if f.path == (provider, key)]
            assert encoded(whole, provider, {}) != encoded(bare, provider, {}) or said, key
        else:
            assert [f for f in judge(Subject(given, provider, {})) if (f.path or ())[:2] == (provider, key)], key


def _values(value: Any) -> Iterator[str]:
    """Yield the texts of a value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _values(inner)
    else:
        yield value


TEXT = 'to: "+15551234567"\ntext: Hi\n'
SEND = 'to: "+15551234567"\ntemplate: {name: hello, language: en}\n'
DEFINITION = "define_template: {name: hello, language: en, category: utility, body: Hello}\n"


@pytest.mark.parametrize(
    ("provider", "block", "text", "goes"),
    [
        ("infobip", {"smsFailover": {"from": "441134960000", "text": "Hi"}}, TEXT, False),
        ("infobip", {"smsFailover": {"from": "441134960000", "text": "Hi"}}, SEND, True),
        ("infobip", {"entityId": "acme"}, TEXT, True),
        ("infobip", {"entityId": "acme"}, DEFINITION, False),
        ("infobip", {"platform": {"entityId": "acme"}}, TEXT, False),
        ("infobip", {"platform": {"entityId": "acme"}}, DEFINITION, True),
        ("cloud", {"waba_id": "77"}, TEXT, False),
        ("cloud", {"waba_id": "77"}, DEFINITION, True),
        ("cloud", {"phone_number_id": "77"}, DEFINITION, False),
        ("360dialog-onprem", {"namespace": "77"}, TEXT, False),
        ("360dialog-onprem", {"namespace": "77"}, SEND, True),
    ],
)
def test_the_config_speaks_to_the_messages_that_have_a_place_for_it(
    provider: str, block: dict[str, Any], text: str, goes: bool
) -> None:
    """In the message itself the same key is a finding; from the config it is meant for the others."""
    config = Config(blocks={provider: block}, sender="+441134960001")
    [compiled] = waml.compile("m.waml.yaml", text=text, provider=provider, config=config)
    assert (next(iter(_values(block))) in json.dumps(compiled.request)) == goes
    written = f"{text}{provider}: {json.dumps(block)}\n"
    for found, due in (
        (waml.lint("m.waml.yaml", text=text, provider=provider, config=config), False),
        (waml.lint("m.waml.yaml", text=written, provider=provider, config=Config(sender="+441134960001")), not goes),
    ):
        misplaced = [d for d in found if "misplaced" in getattr(catalogue().get(d.rule), "raw", {})]
        assert bool(misplaced) == due, [d.rule for d in found]
