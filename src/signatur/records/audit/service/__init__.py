"""Writing, reading, showing, checking and partly erasing the audit."""

from signatur.records.audit.schema import Search
from signatur.records.audit.service.chain import (
    anchor,
    anchor_file,
    anchor_folder,
    authorities_with_a_chain,
    read_anchors,
    verify,
)
from signatur.records.audit.service.entries import (
    READ,
    READ_HISTORY,
    actions,
    forget,
    search,
    trail,
    write,
)
from signatur.records.audit.service.telling import action_titles, events

__all__ = [
    "READ",
    "READ_HISTORY",
    "Search",
    "action_titles",
    "actions",
    "anchor",
    "anchor_file",
    "anchor_folder",
    "authorities_with_a_chain",
    "events",
    "forget",
    "read_anchors",
    "search",
    "trail",
    "verify",
    "write",
]
