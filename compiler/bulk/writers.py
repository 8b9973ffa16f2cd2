"""The files that a run writes: under another name until all is there, each chunk a frame of its own."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Any

import pyarrow as pa

from ..inputs import UsageError
from .table import CODECS


class Full(UsageError):
    """The disk is full; what was written up to the last checkpoint is kept."""


class Output:
    """One file of lines, compressed as its name says: what is written at once is one frame, so that a file can be
    gone on with after any of them.
    """

    def __init__(self, path: str, size: int = 0, named: bool = False) -> None:
        self.path = path
        self.part = f"{path}.part"
        codec = next((codec for ending, codec in CODECS.items() if path.endswith(ending)), None)
        self._codec = None if codec is None else pa.Codec(codec)
        # A run that was ended while it gave the names may have given this one.
        self._named = named and not os.path.exists(self.part)
        if self._named:
            return
        if os.path.exists(path) and not os.path.isfile(path):
            raise UsageError(f"'{path}' is no file: say a name, as in payloads.jsonl")
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            self._file = open(self.part, "r+b" if size else "wb")  # noqa: SIM115  (it lives as long as the run)
            self._file.truncate(size)
            self._file.seek(size)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(f"'{path}' cannot be written: {reason}") from None

    def write(self, data: Any) -> None:
        """Write bytes, or an Arrow buffer of them. Raises Full, and UsageError."""
        try:
            if len(data):
                self._file.write(data if self._codec is None else self._codec.compress(data))
        except OSError as error:
            raise self._fault(error) from None

    def sync(self) -> int:
        """See to it that what was written is on the disk; return how much that is. Raises Full, and UsageError."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._file.tell()
        except OSError as error:
            raise self._fault(error) from None

    def finish(self) -> None:
        """Give the file its name."""
        if not self._named:
            self._file.close()
            os.replace(self.part, self.path)

    def close(self) -> None:
        """Leave the file as it is, to be gone on with."""
        try:
            if not self._named:
                self._file.close()
        except OSError:
            pass

    def _fault(self, error: OSError) -> UsageError:
        import errno

        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Full(f"the disk is full: '{self.path}' is not finished; make room and go on with --resume")
        return UsageError(f"'{self.path}' cannot be written: {error.strerror or error}")

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
