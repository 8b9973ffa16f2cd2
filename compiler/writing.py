"""Writing over a file that people keep: whole or not at all, with the rights and through the links that it has."""

from __future__ import annotations

import os

from .inputs import UsageError


def replace(path: str, data: bytes) -> None:
    """Give a file another content, by rename. Raises UsageError where that cannot be."""
    path = os.path.realpath(path)
    part = f"{path}.part"
    try:
        with open(part, "wb") as file:
            file.write(data)
        if os.path.exists(path):
            os.chmod(part, os.stat(path).st_mode & 0o7777)
        os.replace(part, path)
    except OSError as error:
        if os.path.exists(part):
            os.remove(part)
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None
