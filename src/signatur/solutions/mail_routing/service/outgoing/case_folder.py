"""The way to a case system that collects folders: PDF/A, the originals, and metadata beside them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import reading_in
from signatur.methods.documents import Content, Limits
from signatur.methods.messages import is_message, read_message
from signatur.records.items import service as items
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.service.outgoing.case_papers import (
    Enclosed,
    enquiry_as_pdf,
    metadata_as_xml,
    metadata_of,
    paper_of,
)
from signatur.solutions.mail_routing.service.outgoing.channel import RoutedChannel
from signatur.solutions.mail_routing.service.outgoing.places import (
    made_whole,
    outbound_folder,
    place_below,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.outgoing import Route, RoutingResult


class CaseFolderChannel(RoutedChannel):
    """Puts enquiries into folders that a case system collects."""

    kind = RouteKind.CASE_FOLDER

    def send(
        self, work: Work, route: Route, result: RoutingResult, enquiry: Enquiry | None
    ) -> Mapping[str, Any]:
        base = outbound_folder(work.runtime) / str(work.authority_id)
        place = place_below(base, route.settings.get("folder", ""), result.department_key)
        if enquiry is None:
            place.mkdir(parents=True, exist_ok=True)
            return {"trial": True}
        target = place / str(result.decision_id)
        if target.exists():
            return {"folder": target.name, "repeat": True}
        with (
            items.open_original(work, result.item_id) as source,
            made_whole(target, result.attempt) as unfinished,
            reading_in(work.runtime.settings.kernel.language),
        ):
            _write(unfinished, result, enquiry, source.read())
        return {"folder": target.name, "repeat": False}


def _write(folder: Path, result: RoutingResult, enquiry: Enquiry, original: bytes) -> None:
    day = result.decided_at.date()
    papers = [paper_of(one, day) for one in _enclosed(original, result, enquiry)]
    (folder / f"original{result.original_suffix}").write_bytes(original)
    (folder / "enquiry.pdf").write_bytes(enquiry_as_pdf(result, enquiry, papers))
    if papers:
        (folder / "attachments").mkdir()
    for paper in papers:
        (folder / "attachments" / paper.file).write_bytes(paper.enclosed.content)
        if paper.archived is not None:
            (folder / "attachments" / paper.archived_file).write_bytes(paper.archived)
    metadata = metadata_of(result, enquiry, papers)
    told = json.dumps(metadata, ensure_ascii=False, indent=2)
    (folder / "metadata.json").write_text(told, encoding="utf-8")
    (folder / "metadata.xml").write_bytes(metadata_as_xml(metadata))


def _enclosed(original: bytes, result: RoutingResult, enquiry: Enquiry) -> list[Enclosed]:
    """Return the attachments with their bytes; a letter on its own is the attachment of itself."""
    content = Content.from_bytes(original)
    name = f"original{result.original_suffix}"
    if not is_message(content, name):
        media_type = enquiry.attachments[0].media_type if enquiry.attachments else ""
        if result.original_suffix == ".pdf":
            media_type = "application/pdf"
        return [Enclosed(1, name, media_type, original, result.original_sha256)]
    with tempfile.TemporaryDirectory(prefix="signatur-") as scratch:
        message = read_message(content, name, limits=Limits(), scratch=Path(scratch))
        return [
            Enclosed(number, one.name, one.media_type, one.content.read(), one.content.sha256)
            for number, one in enumerate(message.attachments, start=1)
        ]
