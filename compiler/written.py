"""Files that are there whole or not at all."""

from __future__ import annotations

import os


def whole(path: str, data: bytes, mode: int | None = None) -> None:
    """Write a file by rename; whatever ends that, an interrupt too, leaves nothing half. Raises OSError."""
    part = f"{path}.{os.getpid()}.part"
    try:
        with open(part, "wb") as file:
            if mode is not None:
                os.chmod(part, mode)
            file.write(data)
        os.replace(part, path)
    except BaseException:
        if os.path.exists(part):
            os.remove(part)
        raise
