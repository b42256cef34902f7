"""Which regimes a request falls under: a few questions, and a record of what was answered and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.law import (
    Choice,
    Extent,
    Question,
    Regime,
    RegimeChoice,
    RegimeDecision,
    Request,
    Subject,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

_EXTENTS = (
    Choice(Extent.YES, _("Yes, all of it")),
    Choice(Extent.PARTLY, _("Yes, a part of it")),
    Choice(Extent.NO, _("No")),
)
QUESTIONS: Final[Mapping[str, Question]] = {
    "subject": Question(
        "subject",
        _("What is asked for?"),
        _(
            "A request need not name a law. Choose by what is wanted, and use the rules that give the"
            " requester most."
        ),
        (
            Choice(Subject.DOCUMENTS, _("Documents or a case")),
            Choice(Subject.EXTRACTION, _("Figures or lists put together from a register")),
            Choice(Subject.OWN_DATA, _("All that you hold about the requester (GDPR, article 15)")),
            Choice(Subject.PATIENT_RECORD, _("The requester's own patient record")),
        ),
    ),
    "is_party": Question(
        "is_party",
        _("Is the requester a party to the case?"),
        _(
            "A party is the one whom the decision is addressed to, and others with an essential and individual"
            " interest in how it ends. There must be a decision, or one to come. A neighbour or somebody who"
            " reports a worry is as a rule no party."
        ),
        _EXTENTS,
    ),
    "is_environmental": Question(
        "is_environmental",
        _("Is it environmental information?"),
        _(
            "The word is wide: air, water, soil, nature, noise, waste, emissions, and plans, permits and other"
            " measures that affect or protect them. A building permit, a local plan or a road scheme can be"
            " environmental information."
        ),
        _EXTENTS,
    ),
    "about_requester": Question(
        "about_requester",
        _("Do the documents tell of the requester's own personal circumstances?"),
        _(
            "Somebody who is no party may still have a wider access to what is told about them (§ 8)."
        ),
        (Choice("yes", _("Yes")), Choice("no", _("No"))),
    ),
}


def next_question(request: Request) -> Question | None:
    """Return what is to be asked next; None when enough is known to decide."""
    if request.subject is None:
        return QUESTIONS["subject"]
    if request.subject is not Subject.DOCUMENTS:
        return None
    if request.is_party is None:
        return QUESTIONS["is_party"]
    if request.is_environmental is None:
        return QUESTIONS["is_environmental"]
    if (
        request.is_party is not Extent.YES
        and request.is_environmental is not Extent.YES
        and request.about_requester is None
    ):
        return QUESTIONS["about_requester"]
    return None


def decide_regime(request: Request) -> RegimeDecision:
    """Return the regimes of a request; the first is the main one. Raises ValueError when a question is open."""
    open_question = next_question(request)
    if open_question is not None:
        raise ValueError(f"not answered: {open_question.field}")
    answers = tuple(
        (name, _code(getattr(request, name)))
        for name in QUESTIONS
        if getattr(request, name) is not None
    )
    if request.subject is not Subject.DOCUMENTS:
        regime, because, advice = _SPECIAL[request.subject or Subject.DOCUMENTS]
        return RegimeDecision((RegimeChoice(regime, because),), answers, advice)
    return RegimeDecision(_of_documents(request), answers, _advice(request))


def _of_documents(request: Request) -> tuple[RegimeChoice, ...]:
    roads = (
        (Regime.PARTY_ENVIRONMENTAL, True, True), (Regime.PARTY, True, False),
        (Regime.ENVIRONMENTAL, False, True), (Regime.PUBLIC, False, False),
    )  # fmt: skip
    found = [
        regime
        for regime, as_party, as_environmental in roads
        if _holds(request.is_party, as_party) and _holds(request.is_environmental, as_environmental)
    ]
    choices = [RegimeChoice(one, _REASONS[one], for_a_part=len(found) > 1) for one in found]
    if request.about_requester:
        # Somebody who is no party sees what is told of them by § 8, and the rest by § 7.
        choices.append(RegimeChoice(Regime.OWN_DATA, _REASONS[Regime.OWN_DATA], for_a_part=True))
    return tuple(choices)


def _holds(answer: Extent | None, wanted: bool) -> bool:  # noqa: FBT001 (one cell of the matrix)
    return answer is Extent.PARTLY or (answer is Extent.YES) == wanted


def _code(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _advice(request: Request) -> tuple[Text, ...]:
    told = []
    if request.is_environmental is not Extent.NO:
        told.append(
            _(
                "The environmental act points to the acts of 1985 and 2012. Use today's act wherever it gives"
                " more, and say so in the letter."
            )
        )
        told.append(_("Disproportionate effort is no reason to refuse environmental information."))
    if request.is_party is Extent.PARTLY or request.is_environmental is Extent.PARTLY:
        told.append(_("More than one regime applies. Decide each document under its own."))
    if request.is_party is not Extent.YES and request.is_environmental is not Extent.YES:
        told.append(
            _(
                "A request may be refused where it takes a disproportionate effort: about 25 hours as a guide,"
                " considerably more for journalists and researchers. Ask the requester to narrow it first."
            )
        )
    return tuple(told)


_REASONS: Final[Mapping[Regime, Text]] = {
    Regime.PUBLIC: _("The requester is no party, and it is no environmental information."),
    Regime.PARTY: _("The requester is a party, and it is no environmental information."),
    Regime.ENVIRONMENTAL: _("The requester is no party, and it is environmental information."),
    Regime.PARTY_ENVIRONMENTAL: _("The requester is a party, and it is environmental information."),
    Regime.OWN_DATA: _("The documents tell of the requester, who is no party."),
}
_SPECIAL: Final[Mapping[Subject, tuple[Regime, Text, tuple[Text, ...]]]] = {
    Subject.EXTRACTION: (
        Regime.DATA_EXTRACTION,
        _("Data are to be put together from a register."),
        (
            _(
                "It must be possible with few and simple commands. What is withheld is taken out first, where"
                " that too is simple."
            ),
        ),
    ),
    Subject.OWN_DATA: (
        Regime.GDPR,
        _("The requester asks for their own data under the GDPR."),
        (
            _(
                "Also look at what the requester may see as a party or by § 8: use the rules that give most."
            ),
            _("The answer is free of charge and has to come within one month."),
        ),
    ),
    Subject.PATIENT_RECORD: (
        Regime.PATIENT_RECORD,
        _("The requester asks for their own patient record."),
        (
            _(
                "Entries made since 1 January 2010 may not be held back from the patient, except in part from"
                " those with custody of a child."
            ),
        ),
    ),
}
