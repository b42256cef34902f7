"""File names as they stand inside archives and documents: claims of whoever made them."""

from __future__ import annotations

import re
from typing import Final

# Controls and marks that reverse the direction of writing, so that `fdp.exe` reads `exe.pdf`.
_MISLEADING: Final = re.compile(
    r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LONGEST: Final = 200


def shown_name(name: str) -> str:
    """A name that is harmless to show: no way out of its folder, no control characters, not long."""
    steps = (step for step in _steps(name) if step not in {"", ".", ".."} and step[-1] != ":")
    return "/".join(steps)[-_LONGEST:].lstrip("/")


def leads_outside(name: str) -> bool:
    """Whether a name, taken as it stands, would leave the folder it is unpacked into."""
    steps = _steps(name)
    return ".." in steps or (len(steps) > 1 and steps[0] == "") or steps[0].endswith(":")


def _steps(name: str) -> list[str]:
    return _MISLEADING.sub("", name).replace("\\", "/").split("/")
