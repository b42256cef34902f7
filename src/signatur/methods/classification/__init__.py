"""Classifying short texts: learning categories, saying how sure, knowing what belongs nowhere.

router = fit([Example(text, label), …], seed=0)
verdict, = router.suggest(["Jeg vil gerne have et nyt pas"])
words = router.explain("Jeg vil gerne have et nyt pas", verdict.labels[0])
similar = router.similar("Jeg vil gerne have et nyt pas")
same = from_bytes(router.to_bytes())
"""

from signatur.methods.classification.embedding import open_embedding
from signatur.methods.classification.evaluation import evaluate, measure
from signatur.methods.classification.experts import Embedder
from signatur.methods.classification.learning import fit
from signatur.methods.classification.mislabelling import Doubt, doubts
from signatur.methods.classification.router import Router
from signatur.methods.classification.schema import (
    TARGETS,
    UNKNOWN,
    AtTarget,
    Evaluation,
    Example,
    Interval,
    SimilarExample,
    Verdict,
    WordWeight,
)
from signatur.methods.classification.storing import from_bytes
from signatur.methods.classification.teaching import most_teaching

__all__ = [
    "TARGETS",
    "UNKNOWN",
    "AtTarget",
    "Doubt",
    "Embedder",
    "Evaluation",
    "Example",
    "Interval",
    "Router",
    "SimilarExample",
    "Verdict",
    "WordWeight",
    "doubts",
    "evaluate",
    "fit",
    "from_bytes",
    "measure",
    "most_teaching",
    "open_embedding",
]
