"""A model of a local folder is a second opinion; without the folder or the library there is a sentence."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.text.names import NameRecogniser
from signatur.methods.text.names.local_model import LocalModel

if TYPE_CHECKING:
    from pathlib import Path


class _Loader:
    """Stands in for the classes of transformers that read a folder."""

    @staticmethod
    def from_pretrained(folder: Path, *, local_files_only: bool) -> str:
        assert local_files_only
        return folder.name


def _pipeline(*_task: str, **_model: Any) -> Any:
    def run(text: str) -> list[dict[str, Any]]:
        start = text.find("Zarqa")
        if start < 0:
            return []
        return [{"entity_group": "PER", "start": start, "end": start + 5, "score": 0.8}]

    return run


@pytest.fixture
def transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("transformers")
    module.__dict__.update(
        SimpleNamespace(
            AutoModelForTokenClassification=_Loader, AutoTokenizer=_Loader, pipeline=_pipeline
        ).__dict__
    )
    monkeypatch.setitem(sys.modules, "transformers", module)


@pytest.mark.usefixtures("transformers")
def test_its_names_are_added_also_far_into_a_text(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    text = "Der er ikke noget her. " * 200 + "zq Zarqa zq"
    found = NameRecogniser.load(local_model=LocalModel(tmp_path)).find(text)
    assert any(
        text[one.start : one.end] == "Zarqa" and "local_model" in one.evidence for one in found
    )


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        LocalModel(tmp_path)


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(InputProblem) as problem:
        LocalModel(tmp_path)
    assert "transformers" in problem.value.log
