"""Reading and examining tables; analyses that are kept, and the ledger of relabelled cases."""

from signatur.stewardship.data_analysis.service.examining import (
    examine,
    table_of_bytes,
    table_of_file,
)
from signatur.stewardship.data_analysis.service.history import has_history, receive_history
from signatur.stewardship.data_analysis.service.keeping import (
    EXAMINATION,
    analyses,
    analysis,
    ask,
    content_of,
    erase,
    erase_due,
    finish,
    receive,
    sign,
    stop,
)
from signatur.stewardship.data_analysis.service.ledger import (
    EFFECT,
    cleaned_csv,
    confirm,
    counts,
    keep_effect,
    ledger_rows,
    marks,
    measure_effect,
    propose,
    refuse,
)
from signatur.stewardship.data_analysis.service.rights import AUDIT_PHRASES, EXAMINE, MARK

__all__ = [
    "AUDIT_PHRASES",
    "EFFECT",
    "EXAMINATION",
    "EXAMINE",
    "MARK",
    "analyses",
    "analysis",
    "ask",
    "cleaned_csv",
    "confirm",
    "content_of",
    "counts",
    "erase",
    "erase_due",
    "examine",
    "finish",
    "has_history",
    "keep_effect",
    "ledger_rows",
    "marks",
    "measure_effect",
    "propose",
    "receive",
    "receive_history",
    "refuse",
    "sign",
    "stop",
    "table_of_bytes",
    "table_of_file",
]
