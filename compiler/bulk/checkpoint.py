"""How far a run has come, so that one that was ended goes on without a lost or a doubled row."""

from __future__ import annotations

import json
import os
from typing import Any

from ..inputs import UsageError
from ..named import NamedTuple

EVERY = 262_144
"""Rows between two checkpoints: about a second."""


class State(NamedTuple):
    """Rows that are done, what became of them, and how long the files were then.

    `pending` are messages of a request that is not full yet, `tail` what will stand behind them. `whole` says that
    all rows are done and only the names are to be given.
    """

    rows: int = 0
    payloads: int = 0
    rejected: int = 0
    requests: int = 0
    sizes: tuple[int, int] = (0, 0)
    tail: str = ""
    pending: tuple[str, ...] = ()
    whole: bool = False


class Checkpoint:
    """The file beside the payloads. `run` tells one run from another: message, table and options."""

    def __init__(self, output: str, run: dict[str, Any]) -> None:
        self.path = f"{output}.checkpoint"
        self.run = json.loads(json.dumps(run))

    def load(self) -> State:
        """Return how far the run came; from the beginning where nothing is there. Raises UsageError."""
        try:
            with open(self.path, encoding="utf-8") as file:
                written = json.load(file)
            state = State(**written["state"])
        except FileNotFoundError:
            return State()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"'{self.path}' cannot be read ({error}); run without --resume") from None
        if written.get("run") != self.run:
            names = [name for name in self.run if written.get("run", {}).get(name) != self.run[name]]
            raise UsageError(
                f"'{self.path}' is of another run: {', '.join(names) or 'its version'} changed; run without --resume"
            )
        return state._replace(sizes=tuple(state.sizes), pending=tuple(state.pending))  # type: ignore[arg-type]

    def save(self, state: State) -> None:
        """Write how far the run has come."""
        with open(f"{self.path}.part", "w", encoding="utf-8") as file:
            json.dump({"run": self.run, "state": state._asdict()}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{self.path}.part", self.path)

    def drop(self) -> None:
        """Remove the file: the run is done, or begins anew."""
        for path in (self.path, f"{self.path}.part"):
            try:
                os.remove(path)
            except (FileNotFoundError, NotADirectoryError):
                pass


def fingerprint(message: bytes, provider: str, rows: str, rejects: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what must be the same for a run to go on: another message or table would make another output."""
    from hashlib import sha256

    from .. import __version__

    found = os.stat(rows)
    return {
        "version": __version__,
        "message": sha256(message).hexdigest(),
        "provider": provider,
        "rows": [os.path.abspath(rows), found.st_size, found.st_mtime_ns],
        "rejects": os.path.abspath(rejects),
        "options": options,
    }
