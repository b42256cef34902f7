"""A model of a local folder is a second opinion; without the folder or the library there is a sentence.

A stand-in takes the library's place; with the library itself it is checked by `benchmarks/disclosure/local_model.py`.
"""

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


_WINDOW = 64


class _Tokenizer:
    """As many words as the model has; tells no length, as many that are published."""

    is_fast = True
    model_max_length = 10**30

    def __len__(self) -> int:
        return 100


class _Loader:
    """Stands in for the classes of transformers that read a folder; a file `slow` makes a slow tokenizer."""

    config = SimpleNamespace(max_position_embeddings=_WINDOW + 2, pad_token_id=1, vocab_size=100)

    @staticmethod
    def from_pretrained(folder: Path, *, local_files_only: bool, trust_remote_code: bool) -> Any:
        assert local_files_only
        assert not trust_remote_code
        tokenizer = _Tokenizer()
        tokenizer.is_fast = not (folder / "slow").exists()
        return tokenizer


class _Model:
    @staticmethod
    def from_pretrained(_folder: Path, **_options: bool) -> Any:
        return SimpleNamespace(config=_Loader.config)


def _pipeline(*_task: str, tokenizer: _Tokenizer, stride: int, **_model: Any) -> Any:
    assert 0 < stride < tokenizer.model_max_length == _WINDOW

    def run(text: str) -> list[dict[str, Any]]:
        text.encode()  # as the tokenizers, which take no half characters
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
            AutoModelForTokenClassification=_Model, AutoTokenizer=_Loader, pipeline=_pipeline
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


@pytest.mark.usefixtures("transformers")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("\ud83d Zarqa \udc00", ["Zarqa"]),
        ("x" * 25_000 + " Zarqa", ["Zarqa"]),
        ("Afsnit.\n\n" * 2_500 + "Zarqa", ["Zarqa"]),
        ("Hr. Zarqaholmen kom", ["Zarqaholmen"]),
    ],
)
def test_any_text_is_read_to_its_end_and_names_are_whole_words(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    (tmp_path / "config.json").write_text("{}")

    assert [text[one.start : one.end] for one in LocalModel(tmp_path)(text)] == found


@pytest.mark.usefixtures("transformers")
def test_a_tokenizer_that_tells_no_places_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "slow").touch()

    with pytest.raises(InputProblem):
        LocalModel(tmp_path)


@pytest.mark.usefixtures("transformers")
def test_a_tokenizer_of_few_words_is_not_that_of_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setattr(_Tokenizer, "__len__", lambda _self: 5)

    with pytest.raises(InputProblem):
        LocalModel(tmp_path)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        LocalModel(tmp_path)


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(InputProblem) as problem:
        LocalModel(tmp_path)
    assert "transformers" in problem.value.log
