"""A document that is open in the editor: its text, what was found in it, and the last version that could be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from .. import config as configs
from ..checked import DEFAULT_PROVIDER, Checked, Options
from ..config import Config, ConfigError
from ..discovery import EVERYWHERE, why_not
from ..inputs import ENDINGS, UsageError, is_payload
from ..nodes import MappingNode, Node, plain
from ..pipeline import check
from .text import Text

_BROKEN = ("yaml-syntax", "json-syntax")
_configs: dict[str, Config] = {}
_seen: dict[str, tuple[tuple[str, int], ...]] = {}


def config_of(path: str) -> Config:
    """Return the config of a file as it is now. Raises ConfigError.

    The nearest config is looked for once a run; a server runs for days, so it looks whether one has changed.
    """
    folder = os.path.dirname(path)
    stamp = (*_stamps(folder), *_rules_of(_configs.get(folder, Config())))
    if _seen.get(folder) != stamp:
        configs.forget()
    found = _configs[folder] = configs.discover(folder)
    _seen[folder] = (*_stamps(folder), *_rules_of(found))
    return found


def _rules_of(config: Config) -> Iterator[tuple[str, int]]:
    """Yield the files of rules that a config names, and when each was written."""
    for name in config.stated.get("rules", ()):
        path = os.path.join(config.folder, name)
        yield path, os.stat(path).st_mtime_ns if os.path.exists(path) else 0


def _stamps(folder: str) -> Iterator[tuple[str, int]]:
    """Yield the files upwards that could be a config, and when each was written."""
    while True:
        for name in configs.NAMES:
            path = os.path.join(folder, name)
            try:
                yield path, os.stat(path).st_mtime_ns
            except OSError:
                continue
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


class Document:
    """One open document, checked when it changes. A file is called by its path."""

    def __init__(self, path: str, is_ours: bool = False) -> None:
        self.path = path
        self.text = Text("")
        self.is_ours = is_ours
        self.is_stale = True
        self.config = Config()
        self.fault: str | None = None
        self.checked: Checked | None = None
        self.good: Checked | None = None
        """The last version that held a tree: what completion knows while a line is half written."""

    @property
    def is_message(self) -> bool:
        """Whether it is in our language; otherwise it is a payload, or none of our business."""
        return self.is_ours or self.path.endswith(ENDINGS)

    def check(self, text: Text) -> None:
        """Read the config and judge a text. What the config leaves out has no findings, nor what cannot be judged:
        `fault` says why.
        """
        self.text = text
        self.is_stale = False
        self.fault = None
        self.checked = None
        try:
            self.config = config_of(self.path)
            is_left_out = why_not(self.path, EVERYWHERE) is not None
        except ConfigError as error:
            self.fault = str(error)
            return
        if is_left_out:
            return
        if not self.is_message and not (is_payload(self.path) and self.config.path is not None):
            return
        try:
            data = self.text.text.encode("utf-8", "surrogatepass")
            self.checked = check(self.path, data, self.config, Options(worst_case="declared"))
        except UsageError:
            # Nothing says whose payload it is: it need not be one.
            return
        if self.checked.source.documents and not any(f.rule in _BROKEN for f in self.checked.source.findings):
            self.good = self.checked

    def tree(self, index: int) -> Node | None:
        """Return the tree of one of its documents, from the last version that had one."""
        documents = self.good.source.documents if self.good is not None else []
        return documents[index] if index < len(documents) else None

    def providers(self, index: int) -> tuple[str, ...]:
        """Return the targets of one of its documents."""
        targets = self.good.targets if self.good is not None else ()
        found = tuple(dict.fromkeys(target.provider for target in targets if target.document == index))
        return found or self.config.providers or (DEFAULT_PROVIDER,)

    def assumed(self, index: int) -> Mapping[str, Any]:
        """Return the facts that are stated for one of its documents."""
        targets = self.good.targets if self.good is not None else ()
        return next((target.assume for target in targets if target.document == index), self.config.assume)

    def declarations(self, index: int) -> Mapping[str, Any]:
        """Return the variables of one of its documents: what is written of each, as plain values."""
        root = self.tree(index)
        node = root.get("vars") if isinstance(root, MappingNode) else None
        if self.good is None:
            return {}
        found: dict[str, Any] = {}
        for target in self.good.targets:
            if target.document == index and target.variables is not None:
                written = target.authored.written
                whole = written.get("vars") if isinstance(written, MappingNode) else None
                entries = whole.entries if isinstance(whole, MappingNode) else []
                found |= {str(key.value): plain(value) for key, value in entries}
                if target.locale is not None:
                    found["locale"] = target.locale
        if isinstance(node, MappingNode):
            found |= {str(key.value): plain(value) for key, value in node.entries}
        return found
