"""The pages of one document on their way from the process that lays them out: files in a folder.

A page counts once its line stands in the list of pages, so that what was done before a process died
is there, and the next one goes on behind it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.page import ORIGINS, PageText
from signatur.methods.documents.laid_out.schema import Box, Hidden, LaidPage, Origin, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

_BOX_BYTES: Final = 16
# Larger arrays of boxes stay in their file and are read from there when needed; see `places.let_go`.
_IN_MEMORY_BYTES: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A folder with the pages of one document."""

    folder: Path

    @property
    def _list(self) -> Path:
        return self.folder / "pages.jsonl"

    def begun(self) -> int:
        """How many pages are done; what a process that died left half done is cut away."""
        told = list(self._told())
        characters = sum(page["characters"] for page in told)
        size = sum(page["bytes"] for page in told)
        whole = self._list.read_bytes() if self._list.exists() else b""
        for name, length in (
            ("pages.jsonl", whole.rfind(b"\n") + 1),
            ("text", size), ("boxes", characters * _BOX_BYTES), ("origins", characters),
        ):  # fmt: skip
            path = self.folder / name
            path.touch()
            with path.open("r+b") as file:
                file.truncate(length)
        return len(told)

    def add(self, page: PageText, *, is_appendix: bool = False) -> None:
        import numpy as np

        text = page.text.encode("utf-8", "surrogatepass")
        self._append("text", text)
        self._append("boxes", np.ascontiguousarray(page.boxes, dtype=np.float32).tobytes())
        self._append("origins", page.origins.tobytes())
        line = {
            "characters": len(page.text), "bytes": len(text),
            "width": page.width, "height": page.height, "confidence": page.confidence,
            "pictures": [asdict(box) for box in page.pictures], "away": page.away,
            "is_appendix": is_appendix,
        }  # fmt: skip
        self._append("pages.jsonl", json.dumps(line).encode() + b"\n")

    def _append(self, name: str, data: bytes) -> None:
        with (self.folder / name).open("ab") as file:
            file.write(data)

    def has_appendix(self) -> bool:
        return any(page["is_appendix"] for page in self._told())

    def _told(self) -> Iterator[dict[str, Any]]:
        if not self._list.exists():
            return
        for line in self._list.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                yield json.loads(line)

    def add_hidden(self, hidden: tuple[Hidden, ...]) -> None:
        lines = [json.dumps([item.origin, item.where, item.text]) for item in hidden]
        self._append("hidden.jsonl", "".join(line + "\n" for line in lines).encode())

    def hidden(self) -> tuple[Hidden, ...]:
        """What no page shows, including text beyond the edges of pages."""
        path = self.folder / "hidden.jsonl"
        lines = path.read_bytes().splitlines() if path.exists() else []
        told = (json.loads(line) for line in lines)
        found = [Hidden(Origin(origin), where, text) for origin, where, text in told]
        for number, page in enumerate(self._told(), start=1):
            if page["away"]:
                where = f"page {number}, beyond the edge"
                found.append(Hidden(Origin.UNSEEN, where, page["away"]))
        return tuple(found)

    def bound(self) -> Bound:
        """All pages together."""
        import numpy as np

        told = list(self._told())
        data = (self.folder / "text").read_bytes() if told else b""
        whole = data.decode("utf-8", "surrogatepass")
        boxes, origins = self._boxes(told), np.zeros(0, np.uint8)
        if told and (self.folder / "origins").stat().st_size:
            origins = np.fromfile(self.folder / "origins", np.uint8)
        pages, position = [], 0
        for number, page in enumerate(told, start=1):
            end = position + page["characters"]
            pages.append(LaidPage(
                number, position, end, page["width"], page["height"],
                page["is_appendix"], tuple(Box(**box) for box in page["pictures"]), page["confidence"],
            ))  # fmt: skip
            position = end
        return Bound(whole, boxes, origins, tuple(pages))

    def _boxes(self, told: list[dict[str, Any]]) -> npt.NDArray[np.float32]:
        import numpy as np

        path = self.folder / "boxes"
        size = path.stat().st_size if told else 0
        if not size:
            return np.zeros((0, 4), np.float32)
        if size > _IN_MEMORY_BYTES:
            return np.memmap(path, np.float32, mode="r").reshape(-1, 4)
        return np.fromfile(path, np.float32).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages of a document in one text."""

    text: str
    boxes: npt.NDArray[np.float32]
    origins: npt.NDArray[np.uint8]
    pages: tuple[LaidPage, ...]

    def stretches(self) -> tuple[Stretch, ...]:
        """Parts of one origin, each within one page."""
        import numpy as np

        found = []
        for page in self.pages:
            codes = self.origins[page.start : page.end]
            cuts = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)]
            for low, high in pairwise(cuts):
                if low < high:
                    origin = ORIGINS[codes[low]]
                    where = f"page {page.number}"
                    found.append(Stretch(page.start + low, page.start + high, origin, where))
        return tuple(found)
