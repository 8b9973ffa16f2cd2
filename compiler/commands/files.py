"""Writing files: whole, or not at all."""

from __future__ import annotations

import os

from ..inputs import UsageError


def to_file(path: str, text: str) -> None:
    """Write a file as UTF-8 by rename, so that it is never half there; a device or a pipe as it stands.

    Raises UsageError where that cannot be.
    """
    plain = os.path.isfile(path) or not os.path.exists(path)
    part = f"{path}.part" if plain else path
    try:
        with open(part, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
        if plain:
            os.replace(part, path)
    except OSError as error:
        if plain and os.path.exists(part):
            os.remove(part)
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def with_folders(path: str, text: str) -> None:
    """Write a file, and the folders above it. Raises UsageError."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None
    to_file(path, text)
