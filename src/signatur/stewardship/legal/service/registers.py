"""A project in the shapes of public registers, and as what OS2compliance keeps of it.

Field names: the Dutch algorithm register's publication standard 1.0; the UK Algorithmic Transparency
Recording Standard, version 3; the asset of OS2compliance's programming interface. What nobody has
written down is empty, and named under `missing`, so that a person fills it in.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import signatur
from signatur.kernel.i18n import text as _
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Stage
from signatur.records.registry import service as registry
from signatur.records.registry.schema import ModelState
from signatur.stewardship.legal.schema import (
    DOCUMENT_TITLES,
    AiClass,
    AiRole,
    DocumentKind,
    DocumentState,
    Truth,
)
from signatur.stewardship.legal.service import assessing, bases, documents

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.registry.schema import ModelVersion
    from signatur.stewardship.legal.schema import Basis, Classification, Document

FORMS: Final = ("nl", "atrs", "os2")


def register_form(work: Work, project_id: UUID, form: str, contact: str = "") -> dict[str, Any]:
    """Return a project in the shape of a register: `nl`, `atrs` or `os2`.

    `contact` is the address where citizens may ask. Raises NotFound, NotAllowed, KeyError.
    """
    return {"nl": _dutch, "atrs": _atrs, "os2": _os2}[form](_told(work, project_id, contact))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a project, for a register."""

    id: str
    name: str
    solution: str
    stage: Stage
    authority: str
    contact: str
    found: Classification | None
    bases: tuple[Basis, ...]
    dpia: Document | None
    fria: Document | None
    model: ModelVersion | None

    def says(self, key: str) -> str:
        """Return an answer of the impact assessment; empty where nothing is written."""
        answer = self.dpia.answers.get(key) if self.dpia else None
        return answer.words if answer else ""

    def both(self, *keys: str) -> str:
        """Return several answers as paragraphs."""
        return "\n\n".join(filter(None, map(self.says, keys)))

    @property
    def law(self) -> list[str]:
        return list(
            dict.fromkeys(f"{one.terms.article}; {one.terms.supplementary}" for one in self.bases)
        )

    @property
    def tests(self) -> list[Document]:
        """Return the assessments that are signed; a draft is no assessment that was made."""
        found = (self.dpia, self.fria)
        return [one for one in found if one is not None and one.state is DocumentState.SIGNED]

    @property
    def risks(self) -> str:
        return "\n".join(
            f"{one.what}: {one.measures}" for one in (self.dpia.risks if self.dpia else ())
        )

    @property
    def method(self) -> str:
        """Say how the model in use was made."""
        if self.model is None:
            return ""
        return str(
            _(
                "%(method)s, version %(number)s, fitted on %(rows)s cases.",
                method=self.model.method,
                number=self.model.number,
                rows=self.model.snapshot_rows,
            )
        )


def _told(work: Work, project_id: UUID, contact: str) -> _Told:
    project = projects.get(work, project_id)
    work.require(projects.READ, project_id)
    assessment = assessing.newest(work, project_id)
    in_use = (
        one for one in registry.versions(work, project_id) if one.state is ModelState.CHAMPION
    )
    return _Told(
        id=str(project.id),
        name=project.name,
        solution=project.solution,
        stage=project.stage,
        authority=people.authority(work).name,
        contact=contact,
        found=assessing.judged(work, assessment) if assessment else None,
        bases=tuple(one for one in bases.bases(work, project_id) if one.is_valid(work.today)),
        dpia=documents.current(work, project_id, DocumentKind.DPIA),
        fria=documents.current(work, project_id, DocumentKind.FRIA),
        model=next(in_use, None),
    )


_DUTCH_STATUS: Final = {Stage.OPERATION: "In gebruik", Stage.RETIRED: "Buiten gebruik"}
_DUTCH_CLASS: Final = {
    AiClass.PROHIBITED: "Hoog-risico AI-systeem",
    AiClass.HIGH_RISK: "Hoog-risico AI-systeem",
    AiClass.OUT_OF_SCOPE: "Overige algoritmes",
}
_DUTCH_REQUIRED: Final = (
    "name", "description_short", "organization", "status", "contact_email", "publication_category",
)  # fmt: skip


def _dutch(told: _Told) -> dict[str, Any]:
    """Return the Dutch register's standard 1.0: its names, permitted values and lengths."""
    ai_class = told.found.ai_class if told.found else AiClass.UNCLEAR
    form: dict[str, Any] = {
        "standard_version": "1.0",
        "name": _short(told.name, 100),
        "description_short": _short(told.says("purpose"), 350),
        "organization": _short(told.authority, 100),
        "category": [],
        "status": _DUTCH_STATUS.get(told.stage, "In ontwikkeling"),
        "begin_date": "",
        "end_date": "",
        "contact_email": told.contact,
        "website": "",
        "publication_category": _DUTCH_CLASS.get(ai_class, "Impactvolle algoritmes"),
        "url": "",
        "goal": _short(told.both("purpose", "people"), 2500),
        "proportionality": _short(told.both("o_proportionate", "why_ai"), 2500),
        "human_intervention": _short(told.both("o_human", "o_automatic"), 2500),
        "risks": _short(told.risks, 2500),
        "lawful_basis": _short("\n".join(told.law), 2500),
        # Each entry needs a link, which nobody has written down.
        "lawful_basis_grouping": [],
        "process_index_url": "",
        "impacttoetsen": "",
        "impacttoetsen_grouping": [
            {"title": str(DOCUMENT_TITLES[one.kind]), "link": ""} for one in told.tests
        ],
        "source_data": _short(told.both("flows_development", "flows_operation"), 2500),
        "source_data_grouping": [],
        "methods_and_models": _short(
            "\n\n".join(filter(None, (told.method, told.says("m_explained")))), 5000
        ),
        "provider": "Intern ontwikkeld" if _develops(told) else "",
        "publiccode": "",
        # ISO 639-3; the register itself publishes Dutch, so that the words are translated first.
        "lang": "dan",
        "source_id": told.id,
        "tags": "",
    }
    return {**form, "missing": [name for name in _DUTCH_REQUIRED if not form[name]]}


def _develops(told: _Told) -> bool:
    return told.found is not None and told.found.role in (AiRole.PROVIDER, AiRole.BOTH)


def _short(words: str, most: int) -> str:
    """Return words within the length that a register allows."""
    if len(words) <= most:
        return words
    return (
        textwrap.shorten(words, most, placeholder=" …") if most < 1000 else words[: most - 2] + " …"
    )


_ATRS_PHASE: Final = {
    Stage.TRIAL: "Beta/Pilot",
    Stage.OPERATION: "Production",
    Stage.RETIRED: "Retired",
}


def _atrs(told: _Told) -> dict[str, Any]:
    """Return the UK Algorithmic Transparency Recording Standard, version 3: metadata and both tiers."""
    tier_1 = {
        "name": told.name,
        "description": told.says("purpose"),
        "website_url": "",
        "contact_email": told.contact,
    }
    return {
        "metadata": {
            "standard_version": "3.0",
            "organisation": told.authority,
            "phase": _ATRS_PHASE.get(told.stage, "Pre-deployment"),
            "language": "da",
        },
        "tier_1": tier_1,
        "tier_2": {
            "owner_and_responsibility": {
                "organisation_or_department": told.authority,
                "team": "",
                "senior_responsible_owner": "",
                "third_party_involvement": told.says("parties"),
            },
            "description_and_rationale": {
                "detailed_description": told.both("purpose", "people"),
                "benefits": told.says("o_proportionate"),
                "previous_process": "",
                "alternatives_considered": told.says("why_ai"),
            },
            "decision_making_process": {
                "process_integration": told.says("flows_operation"),
                "provided_information": told.says("m_explained"),
                "frequency_and_scale_of_usage": told.says("people"),
                "human_decisions_and_review": told.both("o_human", "o_automatic"),
                "required_training": told.says("c_bias"),
                "appeals_and_review": told.says("o_rights"),
            },
            "tool_specification": _atrs_tool(told),
            "risks_mitigations_and_impact_assessments": {
                "impact_assessments": [
                    {
                        "name": str(DOCUMENT_TITLES[one.kind]),
                        "completed_on": one.decided_at.date() if one.decided_at else None,
                        "review_by": one.review_on,
                        "link": "",
                    }
                    for one in told.tests
                ],
                "risks": [
                    {"risk": one.what, "mitigation": one.measures}
                    for one in (told.dpia.risks if told.dpia else ())
                ],
                "legal_basis": told.law,
            },
        },
        "missing": [name for name, words in tier_1.items() if not words and name != "website_url"],
    }


def _atrs_tool(told: _Told) -> dict[str, Any]:
    model = told.model
    return {
        "system_architecture": told.solution,
        "models": [
            {
                "name": model.method,
                "version": str(model.number),
                "task": told.says("purpose"),
                "rows_fitted_on": model.snapshot_rows,
                "performance": told.says("m_performance"),
                "fingerprint": model.sha256,
            }
        ]
        if model
        else [],
        "development_data": {
            "description": told.says("flows_development"),
            "completeness_and_representativeness": told.both("td_accuracy", "td_fair"),
            "sensitive_attributes": told.says("td_special"),
            "data_minimisation": told.says("td_minimised"),
            "storage": told.says("td_storage"),
        },
        "operational_data": {
            "data_sources": told.says("flows_operation"),
            "access_and_storage": told.says("s_measures"),
            "sharing": told.says("parties"),
        },
    }


_OS2_RISK: Final = {
    AiClass.PROHIBITED: "HIGH",
    AiClass.HIGH_RISK: "HIGH",
    AiClass.LIMITED: "LIMITED",
    AiClass.MINIMAL: "MINIMAL",
}
_OS2_STAGE: Final = {
    Stage.IDEA: "NOT_STARTED",
    Stage.SCOPING: "NOT_STARTED",
    Stage.OPERATION: "READY",
}


def _os2(told: _Told) -> dict[str, Any]:
    """Return the asset as it can be sent to OS2compliance, and beside it what it takes by hand.

    Its interface takes no risk level and no assessment yet; its form for the risk level has HIGH,
    LIMITED and MINIMAL.
    """
    ai_class = told.found.ai_class if told.found else AiClass.UNCLEAR
    device = told.found.device if told.found else None
    risk = _OS2_RISK.get(ai_class)
    properties = {
        "signatur.project": told.id,
        "signatur.ai_class": ai_class.value,
        "signatur.ai_risk": risk or "",
        "signatur.rules_version": told.found.rules_version if told.found else "",
        "signatur.medical_device_class": device.class_at_least
        if device and device.is_device is Truth.YES
        else "",
    }
    return {
        "asset": {
            "name": told.name,
            "description": told.says("purpose"),
            "aiStatus": {AiClass.OUT_OF_SCOPE: "NO", AiClass.UNCLEAR: "UNDECIDED"}.get(
                ai_class, "YES"
            ),
            "assetStatus": _OS2_STAGE.get(told.stage, "ON_GOING"),
            "productLinks": [],
            "properties": [
                {"key": key, "value": value} for key, value in properties.items() if value
            ],
        },
        "aiRisk": risk,
        "medicalDevice": None
        if device is None
        else {Truth.YES: True, Truth.NO: False}.get(device.is_device),
        "legalBases": [
            {
                "phase": one.terms.phase,
                "article": one.terms.article,
                "supplementary": one.terms.supplementary,
                "validFrom": one.terms.valid_from,
                "validTo": one.terms.valid_to,
            }
            for one in told.bases
        ],
        "dpia": _os2_dpia(told.dpia),
        "exportedBy": f"Signatur {signatur.__version__}",
    }


def _os2_dpia(dpia: Document | None) -> dict[str, Any] | None:
    if dpia is None:
        return None
    return {
        "state": dpia.state,
        "version": dpia.version,
        "reviewDate": dpia.review_on,
        "sections": [
            {
                "title": section.title,
                "answers": [
                    {
                        "question": field.title,
                        "answer": dpia.answers[field.key].words
                        if field.key in dpia.answers
                        else "",
                    }
                    for field in section.fields
                ],
            }
            for section in documents.sections_of(dpia.kind)
        ],
        "risks": [
            {
                "risk": one.what,
                "measures": one.measures,
                "before": {"severity": one.severity, "likelihood": one.likelihood},
                "after": {"severity": one.severity_after, "likelihood": one.likelihood_after},
            }
            for one in dpia.risks
        ],
    }
