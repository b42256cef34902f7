"""Documents as authorities receive them, good, odd and bad; all made in code, always the same.

`CORPUS` is all of them. Each sample says what it is, what must be read from it, and which problems
must be stated; see `sample.py`.
"""

from __future__ import annotations

from tests.corpus.documents.archives import ARCHIVES
from tests.corpus.documents.office import OFFICE
from tests.corpus.documents.pdfs import PDFS
from tests.corpus.documents.pictures import PICTURES
from tests.corpus.documents.sample import Sample
from tests.corpus.documents.texts import TEXTS

CORPUS: tuple[Sample, ...] = (*PDFS, *PICTURES, *OFFICE, *TEXTS, *ARCHIVES)

__all__ = ["CORPUS", "Sample"]
