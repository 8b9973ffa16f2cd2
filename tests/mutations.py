"""One mutation of a payload at a time: what a person gets wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, NamedTuple

from payload_corpus import Entry, checked

from waml import wire
from waml.checked import Checked
from waml.diagnostic import Path
from waml.nodes import MappingNode, Node, SequenceNode
from waml.paths import find
from waml.providers import Request
from waml.rows import catalogue

# Keys whose content is the author's own: a flow's data, the names of a template's values, an address, a callback.
FREE = ("data", "flow_action_payload", "flowActionPayload", "variables", "values", "callbackData", "landing", "payment")
IDS = ("id", "product_retailer_id", "retailer_id")
MOST_OF_A_SORT = 8


class Mutation(NamedTuple):
    """What was done, where in the body, and the body that it gives."""

    sort: str
    path: Path
    body: Any


def mutations(entry: Entry) -> Iterator[Mutation]:
    """Yield the mutations of a payload, at most so many of a sort: the same ones in every run."""
    for sort in SORTS.values():
        found = list(sort(entry))
        chance = Random(f"{entry.file} {sort.__name__}")
        yield from found if len(found) <= MOST_OF_A_SORT else chance.sample(found, MOST_OF_A_SORT)


def is_reported(entry: Entry, before: Checked, mutation: Mutation) -> bool:
    """Whether lint says something of the mutated payload that it did not say of the payload."""
    after = checked(entry, json.dumps(mutation.body).encode())
    known = {(d.rule, d.field, d.severity) for d in before.diagnostics}
    return any((d.rule, d.field, d.severity) not in known for d in after.diagnostics if d.severity != "info")


def _mappings(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            if key not in FREE:
                yield from _mappings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _mappings(item, (*path, index))


def _lists(value: Any, path: Path = ()) -> Iterator[tuple[Path, list[Any]]]:
    if isinstance(value, list):
        yield path, value
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key not in FREE:
            yield from _lists(item, (*path, key))


def _at(body: Any, path: Path) -> Any:
    for step in path:
        body = body[step]
    return body


def _with(body: Any, path: Path, value: Any) -> Any:
    body = copy.deepcopy(body)
    _at(body, path[:-1])[path[-1]] = value
    return body


def dropped(entry: Entry) -> Iterator[Mutation]:
    """Drop a key that the shape of the body asks for; what it asks for, a body without the key tells."""
    for path, mapping in _mappings(entry.body):
        for key in mapping:
            body = copy.deepcopy(entry.body)
            del _at(body, path)[key]
            if key in ("to", "link", "name", "title", "body") or _is_required(entry, path, key, body):
                yield Mutation("drop a required key", (*path, key), body)


def _is_required(entry: Entry, path: Path, key: str, body: Any) -> bool:
    request = Request(None, entry.endpoint, {}, body)
    return any(
        p.kind == "missing-key" and p.path == path and key in p.names for p in wire.explain(entry.provider, request)
    )


def renamed(entry: Entry) -> Iterator[Mutation]:
    """Misspell a key."""
    for path, mapping in _mappings(entry.body):
        for key in mapping:
            body = copy.deepcopy(entry.body)
            owner = _at(body, path)
            items = [(f"{k}{k[-1]}" if k == key else k, v) for k, v in owner.items()]
            owner.clear()
            owner.update(items)
            yield Mutation("rename a key", (*path, key), body)


def retyped(entry: Entry) -> Iterator[Mutation]:
    """Give a value another type: a text becomes a list, a number a mapping, a boolean a text, a container a text."""
    for path, mapping in _mappings(entry.body):
        for key, value in mapping.items():
            if key in FREE:
                continue
            other: Any = "true" if isinstance(value, bool) else {"a": 1} if isinstance(value, (int, float)) else [1]
            if isinstance(value, (dict, list)):
                other = "text"
            yield Mutation("swap a type", (*path, key), _with(entry.body, (*path, key), other))


def _of_rows(entry: Entry, found: Checked, keyword: str) -> Iterator[tuple[int, Path]]:
    """Yield the limit of each field of the payload that a row limits, and where it stands in the body."""
    root = found.source.documents[0]
    for target in found.targets:
        for limit, fields in _limits(entry.provider, keyword):
            for _, segments in fields:
                for path, _ in find(target.message, segments):
                    place = target.authored.places.get(path)
                    where = None if place is None else _path_of(place[1], root)
                    if where:
                        yield limit, where


@cache
def _limits(provider: str, keyword: str) -> list[tuple[int, Any]]:
    """Return what the rows limit for a provider whatever the message, each limit with the fields of its row."""
    rows = [row for row in catalogue().values() if row.scope == "message" and keyword in row.constraints]
    held = [row for row in rows if row.sources(provider) and not row.when and row.severity(provider) != "info"]
    stated = [(row.limit(keyword, provider), row.fields) for row in held]
    return [(limit, fields) for limit, fields in stated if isinstance(limit, int)]


def _path_of(node: Node, root: Node, path: Path = ()) -> Path | None:
    if node is root:
        return path
    children: Sequence[tuple[Any, Node]] = ()
    if isinstance(root, MappingNode):
        children = [(str(key.value), child) for key, child in root.entries]
    elif isinstance(root, SequenceNode):
        children = list(enumerate(root.items))
    for step, child in children:
        found = _path_of(node, child, (*path, step))
        if found is not None:
            return found
    return None


def past_a_limit(entry: Entry) -> Iterator[Mutation]:
    """Make a text one character longer than a row allows."""
    for limit, path in _of_rows(entry, checked(entry), "max_length"):
        value = _at(entry.body, path)
        if isinstance(value, str):
            text = (value + "a" * (limit + 1))[: limit + 1]
            yield Mutation("one past a limit", path, _with(entry.body, path, text))


def duplicated(entry: Entry) -> Iterator[Mutation]:
    """Give the second item of a list the id of the first."""
    for path, items in _lists(entry.body):
        if len(items) < 2 or not all(isinstance(item, dict) for item in items[:2]):
            continue
        for inner in ((), ("reply",)):
            first, second = (item.get(inner[0]) if inner else item for item in items[:2])
            if isinstance(first, dict) and isinstance(second, dict):
                for key in IDS:
                    if key in first and key in second and first[key] != second[key]:
                        where = (*path, 1, *inner, key)
                        yield Mutation("a duplicate id", where, _with(entry.body, where, first[key]))


def one_too_many(entry: Entry) -> Iterator[Mutation]:
    """Fill a list with copies until it holds one item more than a row allows."""
    found = checked(entry)
    for keyword in ("max_items", "max_total"):
        for limit, path in _of_rows(entry, found, keyword):
            # What is counted over all lists stands in one of them; a list that came from elsewhere is no list here.
            while keyword == "max_total" and path and not isinstance(_at(entry.body, path), list):
                path = path[:-1]
            if not path or not isinstance(_at(entry.body, path), list):
                continue
            items = _at(entry.body, path)
            more = [_renumbered(items[-1], n) for n in range(limit + 1 - len(items))]
            if more:
                yield Mutation("one item too many", path, _with(entry.body, path, items + more))


def _renumbered(item: Any, number: int) -> Any:
    """Return a copy of an item with an id and a title of its own."""
    if isinstance(item, dict):
        return {
            key: f"{value}{number}" if key in (*IDS, "title") and isinstance(value, str) else _renumbered(value, number)
            for key, value in item.items()
        }
    if isinstance(item, list):
        return [_renumbered(one, number) for one in item]
    return f"{item}{number}" if isinstance(item, str) and len(item) < 5 else item


SORTS: Mapping[str, Callable[[Entry], Iterator[Mutation]]] = {
    "drop a required key": dropped,
    "rename a key": renamed,
    "swap a type": retyped,
    "one past a limit": past_a_limit,
    "a duplicate id": duplicated,
    "one item too many": one_too_many,
}
