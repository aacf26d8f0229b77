"""A large file piece by piece, and why it is not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.probing.web import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator


class ShapeFaultError(ValueError):
    """A file is not whole, or not of the shape that it should have."""


class Pieces:
    """The pieces of a file, up to the fault that may end them, or one more than allowed."""

    def __init__(self, pieces: Iterator[bytes | Failure], limit: int) -> None:
        self._pieces, self._left = pieces, limit
        self.fault: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces; raises ShapeFaultError where they end too early, with the reason in `fault`."""
        for piece in self._pieces:
            if isinstance(piece, Failure):
                self.fault = piece.reason
                raise ShapeFaultError
            self._left -= len(piece)
            yield piece
        if self._left <= 0:
            self.fault = "truncated"
            raise ShapeFaultError
