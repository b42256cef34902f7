"""Bytes that are being read: in memory when small, in a file when large."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """Immutable bytes with their size and hash; holds either `data` or `path`."""

    size: int
    sha256: str
    data: bytes | None = None
    path: Path | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> Content:
        return cls(size=len(data), sha256=hashlib.sha256(data).hexdigest(), data=data)

    @classmethod
    def from_path(cls, path: Path) -> Content:
        """Describe a file without holding it in memory. Raises OSError when it cannot be read."""
        digest = hashlib.sha256()
        size = 0
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
        return cls(size=size, sha256=digest.hexdigest(), path=path)

    def open(self) -> BinaryIO:
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data or b"")

    def read(self, limit: int = -1) -> bytes:
        """Return the bytes, at most `limit` of them (-1: all)."""
        if self.data is not None:
            return self.data if limit < 0 else self.data[:limit]
        with self.open() as file:
            return file.read(limit)
