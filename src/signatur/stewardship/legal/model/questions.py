"""The questions, in order, and the facts that follow from their answers.

Names of questions are what a file of answers holds; they are kept when questions change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.stewardship.legal.model.logic import (
    conjunction,
    disjunction,
    evaluate,
    negation,
)
from signatur.stewardship.legal.schema import UNKNOWN, Question, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

GROUP_TITLES: Final[Mapping[str, Text]] = {
    "system": _("The system"),
    "data": _("Data about people"),
    "use": _("What it is used for"),
    "bans": _("Practices that are prohibited"),
    "areas": _("Areas with high risk (Annex III)"),
    "way_out": _("An exception, or an older system"),
    "persons": _("Meeting people"),
    "medical": _("Illness and treatment"),
}

# The areas of Annex III, by question, with their point.
ANNEX_III: Final[Mapping[str, str]] = {
    "biometrics": "1",
    "emotion_recognition": "1",
    "biometric_categorisation": "1",
    "critical_infrastructure": "2",
    "education": "3",
    "recruitment": "4(a)",
    "worker_management": "4(b)",
    "public_benefits_or_services": "5(a)",
    "creditworthiness": "5(b)",
    "life_or_health_insurance": "5(c)",
    "emergency_triage": "5(d)",
    "law_enforcement": "6",
    "migration": "7",
    "justice_or_elections": "8",
}
# The four ways out of article 6(3).
EXCEPTIONS: Final = (
    "narrow_procedural_task",
    "improves_finished_human_result",
    "detects_patterns_only",
    "preparatory_task",
)
# Prohibited from the beginning, and those that were added in 2026.
BANS: Final = (
    "manipulates_people",
    "exploits_vulnerabilities",
    "social_scoring",
    "predicts_crime_by_profiling",
    "scrapes_faces",
    "emotions_at_work_or_school",
    "infers_sensitive_traits_from_biometrics",
    "realtime_biometric_identification_by_police",
)

# Other names that people write for a question.
ALIASES: Final[Mapping[str, str]] = {
    "is_ai_system": "ai_system",
    "developed_in_house": "develops",
    "is_public_authority": "public_authority",
    "profiling": "profiles_persons",
    "profiles_people": "profiles_persons",
    "decides_on_public_benefits": "public_benefits_or_services",
    "public_benefits": "public_benefits_or_services",
    "public_services": "public_benefits_or_services",
    "emergency_calls": "emergency_triage",
    "hiring": "recruitment",
    "interacts_with_citizens": "interacts_with_persons",
    "interacts_with_people": "interacts_with_persons",
    "automated_decisions": "fully_automated",
    "fully_automated_decisions": "fully_automated",
    "generates_text": "generates_content",
    "in_service_before_2027": "in_service_before_duties",
}

_ANY_AREA: Final = " or ".join(ANNEX_III)

QUESTIONS: Final[tuple[Question, ...]] = (
    # --- the system
    Question("ai_system", "system", _("Does it learn from data, or infer how to answer, rather than follow fixed rules only?"),
             help=_("A fixed set of rules that people wrote is no AI system; a trained model is.")),
    Question("develops", "system", _("Does your authority develop it, or have it developed for itself?")),
    Question("uses", "system", _("Does your authority use it in its own work?"),
             help=_("A trial with effect on real cases is use.")),
    Question("changes_or_renames", "system", _("Do you put your own name on it, change it substantially, or give it a new purpose?"),
             when="not develops",
             help=_("Then you become its provider (AI Act article 25).")),
    Question("shares_with_others", "system", _("Do you give it to other authorities or institutions?"),
             help=_("Then you are its provider towards them.")),
    Question("general_purpose_model", "system", _("Do you train a model for general purposes, such as a language model, yourselves?"),
             when="develops"),
    Question("public_authority", "system", _("Are you a public authority?")),
    # --- data
    Question("personal_data", "data", _("Which data about people does it use, also in training?"),
             options=(("none", _("None")), ("ordinary", _("Ordinary personal data")),
                      ("special", _("Also sensitive data: health, ethnicity, belief, union, sexuality, biometrics")))),
    Question("criminal_offences_data", "data", _("Does it use data about criminal offences?"), when="personal"),
    Question("cpr_number", "data", _("Does it use CPR numbers?"), when="personal"),
    Question("vulnerable_persons", "data", _("Are the people concerned children or otherwise vulnerable?"), when="personal",
             help=_("Such as children, people who are ill, or people who depend on the authority for their living.")),
    Question("large_scale", "data", _("Is it about many people?"), when="personal"),
    Question("profiles_persons", "data", _("Does it judge or predict something about individual people (profiling)?"), when="personal",
             help=_("Such as a score, a risk or a likely outcome for one person.")),
    Question("research_basis_only", "data", _("Were the data obtained for research only (databeskyttelsesloven § 10)?"), when="special_data"),
    Question("tests_for_bias", "data", _("Are sensitive data used to find or correct bias?"), when="special_data"),
    Question("joint_control", "data", _("Do you decide about the data together with others?"), when="personal"),
    Question("uses_processor", "data", _("Does a supplier handle the data for you?"), when="personal"),
    Question("third_country", "data", _("Do data leave the EU, or can somebody outside of it reach them?"), when="personal",
             help=_("Also when a supplier's staff elsewhere can see them.")),
    Question("high_residual_risk", "data", _("Does a high risk remain after your measures?"), when="personal",
             help=_("See the map of risks in the impact assessment.")),
    # --- use
    Question("supports_decisions", "use", _("Does it prepare, support or make decisions in cases about citizens or companies?"),
             help=_("Also a suggestion that a person follows or not.")),
    Question("fully_automated", "use", _("Is anything decided without a person deciding each case?"),
             help=_("A score that the decision draws strongly on may count as one (C-634/21).")),
    Question("uses_discretion", "use", _("Does the law ask for discretion in these cases?"), when="supports_decisions",
             help=_("Such as where the law asks for an assessment of the single case.")),
    Question("social_area", "use", _("Are the cases in the social area?"), when="supports_decisions"),
    Question("employment_service", "use", _("Is it used in municipal employment services?")),
    Question("essential_service", "use", _("Is it part of an essential service, such as health or water (NIS2)?"),
             help=_("How far a municipality is covered must be confirmed.")),
    # --- bans
    Question("manipulates_people", "bans", _("Does it influence people by means that they do not notice, to their harm?"), when="ai_system"),
    Question("exploits_vulnerabilities", "bans", _("Does it exploit age, disability or social situation?"), when="ai_system"),
    Question("social_scoring", "bans", _("Does it rate people by behaviour or traits, with harm in places that have nothing to do with it?"), when="ai_system"),
    Question("predicts_crime_by_profiling", "bans", _("Does it predict crime by profiling alone?"), when="ai_system"),
    Question("scrapes_faces", "bans", _("Does it build a face database from the internet or cameras?"), when="ai_system"),
    Question("emotions_at_work_or_school", "bans", _("Does it read emotions at work or in school?"), when="ai_system"),
    Question("infers_sensitive_traits_from_biometrics", "bans", _("Does it infer belief, ethnicity or the like from biometrics?"), when="ai_system"),
    Question("realtime_biometric_identification_by_police", "bans", _("Does it identify people in public places in real time for the police?"), when="ai_system"),
    Question("intimate_or_abuse_imagery", "bans", _("Can it make intimate imagery without consent, or child abuse material?"), when="ai_system"),
    # --- areas
    Question("biometrics", "areas", _("Does it identify or sort people by biometrics, or read emotions (not mere verification)?"), when="ai_system"),
    Question("emotion_recognition", "areas", _("Does it read emotions from faces, voices or other biometrics?"), when="ai_system",
             help=_("The words of a letter are no biometrics.")),
    Question("biometric_categorisation", "areas", _("Does it sort people by biometric traits?"), when="ai_system"),
    Question("critical_infrastructure", "areas", _("Is it a safety component of traffic, water, gas, heat, electricity or digital infrastructure?"), when="ai_system"),
    Question("education", "areas", _("Does it decide on admission, assess learning or level, or watch exams?"), when="ai_system"),
    Question("recruitment", "areas", _("Does it help to recruit or select people for jobs?"), when="ai_system"),
    Question("worker_management", "areas", _("Does it bear on terms, promotion, dismissal, tasks by behaviour, or the watching of workers?"), when="ai_system"),
    Question("public_benefits_or_services", "areas", _("Does it bear on who gets, keeps, loses or pays back public benefits or services, also health care?"), when="ai_system"),
    Question("creditworthiness", "areas", _("Does it judge creditworthiness (not fraud)?"), when="ai_system"),
    Question("life_or_health_insurance", "areas", _("Does it price life or health insurance?"), when="ai_system"),
    Question("emergency_triage", "areas", _("Does it sort emergency calls, dispatch help, or triage emergency patients?"), when="ai_system"),
    Question("law_enforcement", "areas", _("Is it used in law enforcement?"), when="ai_system"),
    Question("migration", "areas", _("Is it used in migration, asylum or border control?"), when="ai_system"),
    Question("justice_or_elections", "areas", _("Is it used in courts or elections?"), when="ai_system"),
    # --- the way out
    Question("significant_risk", "way_out", _("Can it pose a significant risk to health, safety or rights, also by influencing decisions materially?"),
             help=_("A person judges this and answers for it."), when=f"ai_system and ({_ANY_AREA})"),
    Question("narrow_procedural_task", "way_out", _("Does it only do a narrow procedural task, such as sorting or converting?"), when=f"ai_system and ({_ANY_AREA})"),
    Question("improves_finished_human_result", "way_out", _("Does it only improve what a person has finished?"), when=f"ai_system and ({_ANY_AREA})"),
    Question("detects_patterns_only", "way_out", _("Does it only detect patterns or deviations, without replacing or influencing the assessment unreviewed?"), when=f"ai_system and ({_ANY_AREA})"),
    Question("preparatory_task", "way_out", _("Does it only prepare an assessment?"), when=f"ai_system and ({_ANY_AREA})"),
    Question("in_service_before_duties", "way_out", _("Was it in use before the duties of high-risk systems began?"),
             help=_("For Annex III they begin on 2 December 2027; what is in use already was in use before."), when=f"ai_system and ({_ANY_AREA})"),
    Question("changed_significantly_since", "way_out", _("Is its design changed significantly after that?"), when="in_service_before_duties"),
    # --- meeting people
    Question("interacts_with_persons", "persons", _("Do people talk or write with it directly?"), when="ai_system"),
    Question("generates_content", "persons", _("Does it generate text, sound, pictures or video?"), when="ai_system"),
    Question("publishes_generated_content", "persons", _("Do you publish what it generated, on matters of public interest or as deep fakes?"), when="generates_content"),
    Question("on_market_before_august_2026", "persons", _("Was the system on the market before 2 August 2026?"), when="generates_content"),
    Question("has_public_pages", "persons", _("Do citizens use web pages or apps of it?")),
    # --- medical
    Question("medical_purpose", "medical", _("Is it meant to diagnose, predict, prevent, follow or treat illness in individual people?"),
             help=_("What its maker says that it is for decides.")),
    Question("informs_diagnosis_or_treatment", "medical", _("Does it inform decisions on diagnosis or treatment?"), when="medical_purpose",
             help=_("Prediction and prognosis count too (MDCG 2019-11).")),
    Question("worst_harm", "medical", _("What is the worst that a wrong answer can lead to?"),
             options=(("minor", _("Something less than serious")), ("serious", _("Serious deterioration, or surgery")),
                      ("death", _("Death or irreversible deterioration"))),
             when="medical_purpose and informs_diagnosis_or_treatment"),
    Question("monitors_physiology", "medical", _("Does it monitor physiological processes?"),
             options=(("no", _("No")), ("yes", _("Yes")), ("vital", _("Yes, vital ones, with immediate danger"))),
             when="medical_purpose"),
    Question("made_in_house", "medical", _("Is it made by a health institution for its own use only?"), when="medical_purpose"),
    Question("tested_on_patients", "medical", _("Is it tested on patients before it is approved?"), when="medical_purpose"),
    Question("product_safety_component", "medical", _("Is it, or is it part of, another product under EU safety law that an outside body assesses (Annex I)?"), when="ai_system"),
)  # fmt: skip

# What follows from the answers, beside the answers themselves.
_DERIVED: Final = frozenset(
    {
        "personal", "special_data", "annex_iii", "annex_iii_other_than_infrastructure", "exempted",
        "high_risk_annex_iii", "high_risk_annex_iii_presumed", "high_risk_annex_i",
        "prohibited_practice", "becomes_provider", "provider", "deployer", "manufacturer",
        "new_technology", "device_needs_body", "old_system_of_authority",
    }
)  # fmt: skip
FACTS: Final = frozenset({one.key for one in QUESTIONS}) | _DERIVED
_BY_KEY: Final = {one.key: one for one in QUESTIONS}


def by_key(key: str) -> Question:
    """Return a question. Raises KeyError."""
    return _BY_KEY[key]


def visible(answers: Mapping[str, str]) -> list[Question]:
    """Return the questions that are asked, given the answers so far, in order.

    One whose condition is not known is asked too: it may matter. Answers to questions that are not
    asked count for nothing.
    """
    return _gone_through(answers)[0]


def facts_of(answers: Mapping[str, str]) -> dict[str, Truth]:
    """Return every fact that the visible answers tell, and what follows from them."""
    facts = _gone_through(answers)[1]
    return facts | _derived(facts)


def _gone_through(answers: Mapping[str, str]) -> tuple[list[Question], dict[str, Truth]]:
    """Return the questions that are asked, and the facts that their answers tell.

    A fact holds no more surely than the question is asked: whether a chat tells people what it is
    matters only if it is an AI system.
    """
    facts: dict[str, Truth] = {}
    shown = []
    for question in QUESTIONS:
        is_asked = evaluate(question.when, facts)
        if is_asked is not Truth.NO:
            shown.append(question)
        value = answers.get(question.key, UNKNOWN)
        for name, fact in _facts_of(question, value).items():
            facts[name] = conjunction(is_asked, fact)
    return shown, facts


def _facts_of(question: Question, value: str) -> dict[str, Truth]:
    """Return what one answer tells. An impossible one is unknown."""
    if question.key == "personal_data":
        return _of_personal_data(value)
    if question.key == "monitors_physiology":
        value = "yes" if value == "vital" else value
    known = {"yes": Truth.YES, "no": Truth.NO}
    return {question.key: known.get(value, Truth.UNKNOWN)}


def _of_personal_data(value: str) -> dict[str, Truth]:
    personal, special = {
        "none": (Truth.NO, Truth.NO),
        # Some, and nobody has said of which kind.
        "yes": (Truth.YES, Truth.UNKNOWN),
        "ordinary": (Truth.YES, Truth.NO),
        "special": (Truth.YES, Truth.YES),
    }.get(value, (Truth.UNKNOWN, Truth.UNKNOWN))
    return {"personal_data": personal, "personal": personal, "special_data": special}


def _derived(facts: Mapping[str, Truth]) -> dict[str, Truth]:
    area = disjunction(*(facts[one] for one in ANNEX_III))
    # Never an exception where people are profiled, nor where the risk is significant.
    exempted = conjunction(
        area,
        negation(facts["profiles_persons"]),
        negation(facts["significant_risk"]),
        disjunction(*(facts[one] for one in EXCEPTIONS)),
    )
    # From class IIa on an outside body takes part in assessing a medical device.
    needs_body = conjunction(
        facts["medical_purpose"],
        disjunction(facts["informs_diagnosis_or_treatment"], facts["monitors_physiology"]),
    )
    ai = facts["ai_system"]
    provider = disjunction(
        facts["develops"], facts["changes_or_renames"], facts["shares_with_others"]
    )
    # An exception must be established: until then what Annex III names is high-risk (art. 6(2), (3)).
    not_excepted = Truth.NO if exempted is Truth.YES else Truth.YES
    others = [facts[one] for one in ANNEX_III if one != "critical_infrastructure"]
    return {
        "annex_iii": conjunction(ai, area),
        "annex_iii_other_than_infrastructure": conjunction(ai, disjunction(*others)),
        "exempted": conjunction(ai, exempted),
        "high_risk_annex_iii": conjunction(ai, area, negation(exempted)),
        "high_risk_annex_iii_presumed": conjunction(ai, area, not_excepted),
        "old_system_of_authority": conjunction(
            facts["in_service_before_duties"],
            negation(facts["changed_significantly_since"]),
            facts["public_authority"],
        ),
        "device_needs_body": needs_body,
        "high_risk_annex_i": conjunction(
            ai, disjunction(needs_body, facts["product_safety_component"])
        ),
        "prohibited_practice": conjunction(ai, disjunction(*(facts[one] for one in BANS))),
        "becomes_provider": facts["changes_or_renames"],
        "provider": provider,
        "manufacturer": disjunction(provider, facts["made_in_house"]),
        "deployer": facts["uses"],
        "new_technology": ai,
    }
