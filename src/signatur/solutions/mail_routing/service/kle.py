"""Taking subjects from KLE: what a file has, what has changed since, and which to take."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from signatur.kernel import blob_uses
from signatur.kernel.blobs import BlobMissing
from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.mail_routing.intake.kle import read_kle
from signatur.solutions.mail_routing.schema import Subject
from signatur.solutions.mail_routing.service import setup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.intake.kle import KlePlan, KleTopic

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KleDifference:
    """A subject of ours that KLE has another title for, or has no longer."""

    subject: Subject
    topic: KleTopic | None
    """None: withdrawn, or not in the file."""


def keep_kle(work: Work, project_id: UUID, file: BinaryIO) -> str:
    """Store a file of KLE to choose from; return its hash. Raises NotAllowed, InputProblem."""
    work.require(setup.CHANGE_SETUP, project_id)
    content = file.read()
    read_kle(content)
    file.seek(0)
    blob = work.runtime.blobs.put(work.authority_id, file)
    blob_uses.use(work, project_id, blob)
    return blob.sha256


def kept_kle(work: Work, sha256: str) -> KlePlan:
    """Return what a stored file of KLE has. Raises NotFound, InputProblem when it is another file."""
    gone = NotFound(
        log="no such KLE file", shown=_("The file is not there any more. Upload it once more.")
    )
    if not _SHA256.fullmatch(sha256):
        raise gone
    try:
        with work.runtime.blobs.open(work.authority_id, sha256) as file:
            return read_kle(file.read())
    except (OSError, BlobMissing) as problem:
        raise gone from problem


def differences(work: Work, project_id: UUID, plan: KlePlan) -> list[KleDifference]:
    """Return the subjects in use of which the file says something else than the setup."""
    found = []
    for subject in setup.subjects(work, project_id):
        if not subject.kle_code or not subject.is_active:
            continue
        topic = plan.topics.get(subject.kle_code)
        if topic is None or topic.is_withdrawn:
            found.append(KleDifference(subject, None))
        elif topic.title.casefold() != subject.name.casefold():
            found.append(KleDifference(subject, topic))
    return found


def take_kle(
    work: Work,
    project_id: UUID,
    plan: KlePlan,
    numbers: Sequence[str],
    department_key: str,
    deadline_days: int | None,
) -> int:
    """Take subjects over for a department; return how many were new. Raises InputProblem.

    One whose number another subject has already stays as it is.
    """
    if not numbers:
        raise InputProblem(log="no topics", shown=_("Tick the subjects that you want to take."))
    known = {one.kle_code for one in setup.subjects(work, project_id) if one.is_active}
    keys = {one.key for one in setup.subjects(work, project_id)}
    added = 0
    for number in numbers:
        topic = plan.topics.get(number)
        if topic is None or topic.is_withdrawn or number in known:
            continue
        key = number if number not in keys else f"kle-{number}"
        subject = Subject(key, topic.title, department_key, number, deadline_days)
        setup.save_subject(work, project_id, subject)
        added += 1
    return added


def take_titles(work: Work, project_id: UUID, plan: KlePlan, keys: Sequence[str]) -> int:
    """Give subjects the titles that KLE has for them; return how many. Raises NotAllowed."""
    work.require(setup.CHANGE_SETUP, project_id)
    renamed = 0
    for one in differences(work, project_id, plan):
        if one.topic is not None and one.subject.key in keys:
            setup.save_subject(work, project_id, replace(one.subject, name=one.topic.title))
            renamed += 1
    return renamed
