"""Invented answers, bases and an impact assessment, each drafted by one and signed by another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.kernel.permissions import Role
from signatur.stewardship.legal.schema import (
    SIDES,
    BasisTerms,
    DocumentKind,
    Mark,
    Phase,
    Risk,
    Step,
)
from signatur.stewardship.legal.service import assessing, bases, documents, tasks

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.part import Demo
    from signatur.kernel.work import Work

ANSWERS = {
    "ai_system": "yes", "develops": "no", "uses": "yes", "changes_or_renames": "no",
    "shares_with_others": "no", "in_service_before_duties": "yes", "public_authority": "yes",
    "personal_data": "special", "criminal_offences_data": "yes", "cpr_number": "yes",
    "vulnerable_persons": "yes", "large_scale": "yes", "profiles_persons": "no",
    "research_basis_only": "no", "tests_for_bias": "no", "joint_control": "no",
    "uses_processor": "yes", "third_country": "no", "high_residual_risk": "no",
    "supports_decisions": "no", "fully_automated": "yes", "employment_service": "no",
    "essential_service": "unknown", "intimate_or_abuse_imagery": "no", "interacts_with_persons": "no",
    "generates_content": "no", "emotion_recognition": "no", "biometric_categorisation": "no",
    "has_public_pages": "no", "medical_purpose": "no", "product_safety_component": "no",
    **dict.fromkeys(
        ("manipulates_people", "exploits_vulnerabilities", "social_scoring",
         "predicts_crime_by_profiling", "scrapes_faces", "emotions_at_work_or_school",
         "infers_sensitive_traits_from_biometrics", "realtime_biometric_identification_by_police",
         "biometrics", "critical_infrastructure", "education", "recruitment", "worker_management",
         "public_benefits_or_services", "creditworthiness", "life_or_health_insurance",
         "emergency_triage", "law_enforcement", "migration", "justice_or_elections"),
        "no",
    ),
}  # fmt: skip
_WORDS = {
    "purpose": "At posten når den rette afdeling samme dag. Det måles på tid til rette skrivebord.",
    "why_ai": "Faste regler klarede 40 % af posten. Den enkleste model, der klarer mere, er valgt.",
    "o_human": "Et menneske afgør alt, der ikke er sikkert, og en kontrolandel uden at se forslaget.",
    "o_automatic": "Sikker post sendes videre inden for huset. Intet afgøres eller afvises.",
    "c_watched": "Kontrolandelen viser den sande fejl; bemyndigelsen standser sig selv.",
}
_USUAL = "Se bilaget til sagen. Opfundet til prøve."


def begin(demo: Demo, project_id: UUID) -> None:
    """Answer, draft and write as the owner; examine and sign as the lawyer."""
    owner, lawyer = demo.actors[Role.PROJECT_OWNER], demo.actors[Role.LEGAL]
    with demo.runtime.work(owner) as work:
        assessing.assess(work, project_id, ANSWERS)
        drafted = [bases.draft(work, project_id, _terms(work, phase)) for phase in Phase]
        document = _write(work, project_id)
        _set_tasks(work, project_id, owner.id)
    with demo.runtime.work(lawyer) as work:
        for basis in drafted:
            bases.sign(work, basis.id, "Gennemgået. Opfundet til prøve.")
        for key in documents.get(work, document).answers:
            documents.examine(work, document, key, Mark.ACCEPTABLE)
        documents.sign(
            work, document, "Risiciene er nedbragt. Opfundet til prøve.",
            review_on=work.today + timedelta(days=335),
        )  # fmt: skip


def _terms(work: Work, phase: Phase) -> BasisTerms:
    return BasisTerms(
        phase=phase,
        article="Databeskyttelsesforordningens artikel 6, stk. 1, litra e",
        supplementary="Opgaven følger af kommunens pligt til at modtage og fordele post",
        special_categories="Artikel 9, stk. 2, litra f, og databeskyttelseslovens § 7",
        conditions="Intet afgøres over for borgeren; kontrolandelen er mindst 5 %.",
        reasoning="Fordeling af post er en intern del af sagsbehandlingen. Opfundet til prøve.",
        is_explicit=False,
        is_research_only=False,
        valid_from=work.today - timedelta(days=30),
        valid_to=work.today + timedelta(days=335),
        steps={**dict.fromkeys(SIDES, Step.LOW), "kind_of_data": Step.MEDIUM},
        step_reasons="Intern sortering uden virkning for borgerens ret; følsomme ord kan forekomme.",
    )


def _write(work: Work, project_id: UUID) -> UUID:
    begun = documents.begin(work, project_id, DocumentKind.DPIA)
    fields = [field for part in documents.sections_of(begun.kind) for field in part.fields]
    documents.write(work, begun.id, {one.key: _WORDS.get(one.key, _USUAL) for one in fields})
    documents.set_risks(
        work,
        begun.id,
        [
            Risk("r0", "Et brev med følsomme oplysninger når en forkert afdeling",
                 "Kun sikre svar sendes af sig selv; kontrol og fortrydelse", 3, 2, 2, 1),
            Risk("r1", "Medarbejdere læner sig op ad forslagene",
                 "Kontroller besvares uden at se forslaget; uenighed måles", 2, 3, 2, 2),
        ],
    )  # fmt: skip
    return begun.id


def _set_tasks(work: Work, project_id: UUID, owner_id: UUID | None) -> None:
    assert owner_id is not None, "a person has an id"
    for rule_id, measure, days in (
        ("gdpr.30", "Behandlingen skrives i fortegnelsen", 60),
        ("ai.4.2026", "Kursus for alle, der fordeler post", 90),
        ("gdpr.28", "Databehandleraftalen fornyes", 120),
    ):
        tasks.set_task(
            work, project_id, rule_id, measure=measure, owner_id=owner_id,
            due_on=work.today + timedelta(days=days),
        )  # fmt: skip
