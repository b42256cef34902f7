"""Damaged documents of every kind: read as far as they go, stated where they stop, never more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signatur.methods.documents import ChildPool, Content, Document, Limits, read_document
from tests.corpus.documents import CORPUS, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMITS = Limits(text_characters=200_000, seconds=10.0)
# One mutation is a place (as a share of the length), bytes to put there, and how many they replace.
_MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 12)), min_size=1, max_size=12
)
# Not those that start LibreOffice or hold hundreds of files, which would take minutes.
_SLOW = {"laast.doc", "mange.zip"}
_SAMPLES = st.sampled_from(
    [sample for sample in CORPUS if len(sample.data) < 200_000 and sample.name not in _SLOW]
)
_FUZZ = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _mutated(data: bytes, mutations: list[tuple[float, bytes, int]]) -> bytes:
    for place, inserted, replaced in mutations:
        start = int(place * len(data))
        data = data[:start] + inserted + data[start + replaced :]
    return data


def _and_inside(document: Document) -> Iterator[Document]:
    yield document
    for part in document.parts:
        yield from _and_inside(part.document)


def _check(data: bytes, name: str, pool: ChildPool) -> None:
    document = read_document(
        Content.from_bytes(data), limits=_LIMITS, recogniser=None, name=name, pool=pool
    )

    everything = list(_and_inside(document))
    assert sum(len(page.text) for inner in everything for page in inner.pages) <= 200_000
    assert len(everything) <= 1 + _LIMITS.parts
    for inner in everything:
        has_text = any(page.text for page in inner.pages)
        is_picture = inner.media_type.startswith("image/")
        assert has_text or inner.parts or inner.problems or is_picture


@_FUZZ
@given(_SAMPLES, _MUTATIONS)
def test_a_changed_document_is_read_or_stated(
    pool: ChildPool, sample: Sample, mutations: list[tuple[float, bytes, int]]
) -> None:
    _check(_mutated(sample.data, mutations), sample.name, pool)


@_FUZZ
@given(_SAMPLES, st.floats(0, 1))
def test_a_document_that_was_cut_off_is_read_or_stated(
    pool: ChildPool, sample: Sample, share: float
) -> None:
    data = sample.data
    _check(data[: int(share * len(data))], "", pool)
