"""What the rules judge: a message for a provider, and what is known of the world around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .carries import Carries
from .message import Message, group, kind_of

if TYPE_CHECKING:
    from .templates import Definition, Registry


class OutOfReach(Exception):
    """What is asked of one part of a message asks for another."""


class Subject:
    """A message before its judge: for which provider, and what may be assumed about the world.

    Blocks of other providers are not part of it: nothing of them is sent. `own` are the families of rules of its
    project's own.
    """

    __slots__ = ("_found", "assume", "base", "carries", "kind", "message", "own", "provider", "unreadable")

    def __init__(
        self, message: Message, provider: str, assume: Mapping[str, Any], base: str = ".", own: tuple[str, ...] = ()
    ) -> None:
        others = message.keys() & set(group("block")) - {provider}
        self.message = {key: message[key] for key in message if key not in others} if others else message
        self.provider = provider
        self.kind = kind_of(message)
        self.assume = assume
        self.carries = Carries(provider)
        self.base = base
        self.own = own
        self.unreadable = ""
        self._found: tuple[Registry | None, Definition | None] | None = None

    def _share(self, first: Subject) -> None:
        """Take over what is known of a message with the same keys."""
        self.provider = first.provider
        self.kind = first.kind
        self.assume = first.assume
        self.carries = first.carries
        self.own = first.own
        self.unreadable = first.unreadable
        self._found = None

    @property
    def registry(self) -> Registry | None:
        """The registered templates, where the facts name them; `unreadable` says why there are none."""
        return self._find()[0]

    @property
    def definition(self) -> Definition | None:
        """The definition that a template send fills, if it is known."""
        return self._find()[1]

    def _find(self) -> tuple[Registry | None, Definition | None]:
        if self._found is None and "templates" in self.assume:
            from .templates import TemplatesError, found, registry

            try:
                known = registry(self.assume["templates"])
                self._found = known, found(self.message, known)
            except TemplatesError as error:
                self.unreadable = str(error)
        self._found = self._found or (None, None)
        return self._found


class Alike(Subject):
    """A subject of another message with the same keys: its kind is that of the first, and it has no other blocks."""

    __slots__ = ()

    def __init__(self, first: Subject, message: Message, base: str) -> None:
        self.message = message
        self.base = base
        self._share(first)


class Apart(Subject):
    """A subject whose message nobody may look at: what finds its answer all the same hangs on the value it is asked of.

    Whoever looks at it raises OutOfReach.
    """

    __slots__ = ()

    @property
    def message(self) -> Message:  # type: ignore[override]
        raise OutOfReach

    def __init__(self, subject: Subject) -> None:
        self.base = subject.base
        self._share(subject)
