"""Writing files: whole, or not at all."""

from __future__ import annotations

import os

from ..inputs import UsageError
from ..written import whole


def to_file(path: str, text: str) -> None:
    """Write a file as UTF-8 by rename, so that it is never half there; a device or a pipe as it stands.

    Raises UsageError where that cannot be.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.isfile(path) or not os.path.exists(path):
            whole(path, data)
        else:
            with open(path, "wb") as file:
                file.write(data)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def with_folders(path: str, text: str) -> None:
    """Write a file, and the folders above it. Raises UsageError."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None
    to_file(path, text)
