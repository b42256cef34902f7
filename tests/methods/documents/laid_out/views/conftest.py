"""A file becomes a view, and a marker in it is looked for in the view and among what is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Content, Limits, sniff
from signatur.methods.documents.laid_out.views import view_of
from signatur.methods.documents.laid_out.views.seen import pdf_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signatur.methods.documents.laid_out.schema import View


@dataclass(frozen=True)
class Tried:
    """A view and the text of its pages."""

    view: View
    text: str

    def places(self, marker: str) -> set[str]:
        """Where a marker is: `view`, or the origins under which it is reported as hidden."""
        found = {str(each.origin) for each in self.view.hidden if marker in each.text}
        return found | ({"view"} if marker in self.text else set())


@pytest.fixture(scope="session")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Tried]:
    folder: Path = tmp_path_factory.mktemp("views")

    def look(data: bytes, name: str, limits: Limits | None = None) -> Tried:
        content = Content.from_bytes(data)
        view = view_of(
            content,
            media_type=sniff(content, name=name),
            name=name,
            limits=limits or Limits(),
            scratch=folder,
        )
        return Tried(view, pdf_text(view.pdf) if view.pdf is not None else "")

    return look


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed beside Python."""
    monkeypatch.setenv("PATH", "")
