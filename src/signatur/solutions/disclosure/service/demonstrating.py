"""Whether the invented cases have been filled in, so that a second time changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef, Search
from signatur.solutions.disclosure.service.rights import project_of

if TYPE_CHECKING:
    from signatur.kernel.work import Work

_LOADED = "disclosure.demo_loaded"


def is_demo_loaded(work: Work) -> bool:
    """Say whether the demo was filled in to its end."""
    about = ObjectRef("project", project_of(work).id)
    return bool(audit.search(work, Search(about=about, action=_LOADED), limit=1))


def note_demo_loaded(work: Work) -> None:
    """Write down that the demo was filled in to its end."""
    audit.write(work, "disclosure.demo_loaded", ObjectRef("project", project_of(work).id))
