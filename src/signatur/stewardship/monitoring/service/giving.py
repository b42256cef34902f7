"""What an authority may give to others, so that all of them together can be measured."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.projects import service as projects
from signatur.stewardship.monitoring.model import cases_from, pseudonyms
from signatur.stewardship.monitoring.service.looking import LOOK
from signatur.stewardship.monitoring.settings import MonitoringSettings

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.statistics.disagreement import Case


def counts(work: Work, project_id: UUID) -> list[Case]:
    """Return a project's answers for pooling, in chance order: no person, no item, no time, no content.

    Who answered is called w1, w2 …, anew each time; where fewer than five people answered they are
    one. That it was given out is written down. Raises NotFound, NotAllowed.
    """
    projects.get(work, project_id)
    work.require(LOOK, project_id)
    days = work.runtime.settings.of(MonitoringSettings).answer_days
    answers = decisions.observed(work, project_id, work.now - timedelta(days=days), work.now)
    answers = [one for one in answers if not one.is_aside]
    # Nobody is to find out who is who by doing it over again.
    chance = secrets.SystemRandom()
    cases = cases_from(answers, pseudonyms(answers, chance))
    chance.shuffle(cases)
    audit.write(work, "monitoring.counts_given", ObjectRef("project", project_id), cases=len(cases))
    return cases
