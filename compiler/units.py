"""Lengths in other units than characters: bytes of UTF-8, units of UTF-16."""

from __future__ import annotations

from .diagnostic import Part


class Units(int):
    """How long a text is in other units than characters; it knows the text, and so where a limit is passed."""

    text: str
    encoding: str
    size: int

    @classmethod
    def of(cls, text: str, encoding: str, size: int = 1) -> Units:
        """Count the units of a text: of so many bytes each, in an encoding."""
        found = cls(len(text.encode(encoding, "surrogatepass")) // size)
        found.text, found.encoding, found.size = text, encoding, size
        return found

    def beyond(self, limit: int) -> Part:
        """Return the part of the text from the first character that does not fit."""
        left = limit * self.size
        for at, character in enumerate(self.text):
            left -= len(character.encode(self.encoding, "surrogatepass"))
            if left < 0:
                return Part(self.text, at, len(self.text))
        return Part(self.text, len(self.text), len(self.text))
