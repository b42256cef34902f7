"""Where an enquiry should go: who is asked first, and what never goes by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signatur.methods.classification import SimilarExample
from signatur.solutions.mail_routing.model import Known, label_of, route, target_of
from signatur.solutions.mail_routing.schema import (
    NOWHERE,
    Alternative,
    Attachment,
    Completeness,
    Enquiry,
    Lane,
    Metadata,
    PageText,
    Routing,
    SimilarReason,
    SuggestedBy,
    Target,
    Trouble,
    WordReason,
)
from tests.solutions.mail_routing.situations import (
    DEPARTMENTS,
    HOLE,
    PASSPORT,
    SCHOOL,
    SNOW,
    SUBJECTS,
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    TO_SNOW,
    FixedRouter,
    a_rule,
    a_verdict,
    an_enquiry,
    what_is_known,
)

SURE = FixedRouter({"hul": a_verdict("hul", "sne", "pas", clears=(0.90, 0.95))})
KLE = Metadata(kle_code="23.05.09")
EARLIER = Known("earlier", TO_SCHOOL)
RULE = a_rule("hul", TO_SNOW, id="r1")
SIMULATED = a_rule("vejen", TO_PASSPORT, id="r2", is_simulated=True)


def certain(by: SuggestedBy, target: Target, because: str) -> Routing:
    return Routing(
        by=by,
        lane=Lane.READY,
        alternatives=(Alternative(target, 1.0),),
        confidence=None,
        because=because,
    )


# --- the order in which is asked ---------------------------------------------------------------


def test_what_the_senders_system_states_comes_first() -> None:
    routed = route(an_enquiry(metadata=KLE), what_is_known(SURE, RULE), EARLIER)

    assert routed == certain(SuggestedBy.METADATA, TO_PASSPORT, "kle 23.05.09")


def test_a_known_thread_comes_before_the_rules() -> None:
    routed = route(an_enquiry(), what_is_known(SURE, RULE), EARLIER)

    assert routed == certain(SuggestedBy.THREAD, TO_SCHOOL, "earlier")


def test_a_rule_comes_before_the_model() -> None:
    assert route(an_enquiry(), what_is_known(SURE, RULE)) == certain(
        SuggestedBy.RULE, TO_SNOW, "r1"
    )


def test_a_simulated_rule_is_noted_and_decides_nothing() -> None:
    routed = route(an_enquiry(), what_is_known(SURE, SIMULATED))

    assert (routed.by, routed.simulated) == (SuggestedBy.MODEL, {"r2": "pas"})


def test_a_rule_taken_out_of_use_says_nothing() -> None:
    removed = replace(RULE, removed_because="Forkert")

    assert route(an_enquiry(), what_is_known(SURE, removed)).by is SuggestedBy.MODEL


def test_the_model_gives_reasons_and_alternatives() -> None:
    router = replace(SURE, similar_ones=(SimilarExample("past", 0.8, "hul"),))

    routed = route(an_enquiry(), what_is_known(router))

    assert routed == Routing(
        by=SuggestedBy.MODEL,
        lane=Lane.READY,
        alternatives=(
            Alternative(TO_HOLE, 0.97),
            Alternative(TO_SNOW, pytest.approx(0.01)),
            Alternative(TO_PASSPORT, pytest.approx(0.01)),
        ),
        confidence=0.97,
        words=(WordReason("hul", 10, 13, 1.5),),
        similar=(SimilarReason("past", 0.8, "hul"),),
    )


def test_without_a_model_and_a_rule_there_is_no_suggestion() -> None:
    assert route(an_enquiry(), what_is_known()) == Routing(
        by=SuggestedBy.NOTHING, lane=Lane.READ, alternatives=(), confidence=None
    )


def test_an_enquiry_without_text_is_not_put_to_the_model() -> None:
    assert route(an_enquiry(" "), what_is_known(SURE)).by is SuggestedBy.NOTHING


def test_a_kle_number_that_two_subjects_have_decides_nothing() -> None:
    twins = (PASSPORT, replace(SCHOOL, kle_code=PASSPORT.kle_code))

    routed = route(an_enquiry(metadata=KLE), what_is_known(subjects=twins))

    assert routed.by is SuggestedBy.NOTHING


# --- lanes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "lane"), [(0.90, Lane.READY), (0.95, Lane.READY), (0.98, Lane.PICK)]
)
def test_ready_is_what_clears_the_promised_precision(target: float, lane: Lane) -> None:
    routed = route(an_enquiry(), what_is_known(SURE, target_precision=target))

    assert routed.lane is lane


@pytest.mark.parametrize(("among_three", "lane"), [(0.8, Lane.PICK), (0.79, Lane.READ)])
def test_pick_is_where_one_of_three_is_right_with_high_probability(
    among_three: float, lane: Lane
) -> None:
    router = FixedRouter({"hul": a_verdict("hul", "sne", "pas", sure=0.4, among_three=among_three)})

    assert route(an_enquiry(), what_is_known(router)).lane is lane


def test_where_a_place_is_closed_the_others_alone_are_counted_on() -> None:
    router = FixedRouter({"hul": a_verdict("hul", "lukket", "pas", sure=0.4, among_three=0.99)})

    assert route(an_enquiry(), what_is_known(router)).lane is Lane.READ


def test_a_rule_for_what_is_not_ours_still_asks_for_a_look() -> None:
    routed = route(an_enquiry(), what_is_known(SURE, a_rule("hul", NOWHERE, id="r3")))

    assert (routed.lane, routed.alternatives) == (Lane.PICK, (Alternative(NOWHERE, 1.0),))


TWO_MATTERS = (
    "Der er et stort hul i vejen ud for vores hus, som biler og cykler kører ned i hver dag.\n\n"
    "Samtidig vil jeg høre, hvordan min datter får et nyt pas, for det gamle er udløbet i år."
)
TWO = FixedRouter(
    {"datter": a_verdict("pas", sure=0.9), "hul": a_verdict("hul", clears=(0.90, 0.95, 0.98))}
)


@pytest.mark.parametrize("rule", [None, a_rule("hul", id="r4")])
def test_what_may_be_several_matters_is_never_ready(rule: object) -> None:
    known = what_is_known(TWO, *([rule] if rule else []))  # type: ignore[list-item]

    routed = route(an_enquiry(TWO_MATTERS), known)

    assert (routed.may_be_several, routed.lane) == (True, Lane.READ)


def test_passages_of_one_department_are_one_matter() -> None:
    same = replace(TWO, by_word={**TWO.by_word, "datter": a_verdict("sne", sure=0.9)})

    assert not route(an_enquiry(TWO_MATTERS), what_is_known(same)).may_be_several


def test_an_unsure_passage_makes_no_second_matter() -> None:
    unsure = replace(TWO, by_word={**TWO.by_word, "datter": a_verdict("pas", sure=0.5)})

    assert not route(an_enquiry(TWO_MATTERS), what_is_known(unsure)).may_be_several


LOCKED = Attachment(
    1, "brev.pdf", "application/pdf", 10, "0", "attached", problem=Trouble("encrypted")
)
SCAN = Attachment(
    1, "brev.pdf", "application/pdf", 10, "0", "letter", "hul", 2,
    (PageText(1, "recognised", 0.3, "h"), PageText(2, "recognised", 0.9, "ul")),
)  # fmt: skip
POOR = replace(SCAN, pages=(PageText(1, "recognised", 0.3, "h"),))


@pytest.mark.parametrize(
    ("enquiry", "lane"),
    [
        (an_enquiry(metadata=Metadata(is_auto_reply=True)), Lane.READ),
        (an_enquiry(metadata=Metadata(is_delivery_report=True)), Lane.READ),
        (
            an_enquiry(
                "Se hul i vedhæftet.",
                attachments=(LOCKED,),
                problem=LOCKED.problem,
                completeness=Completeness.PARTLY,
            ),
            Lane.READ,
        ),
        (
            an_enquiry("hul " * 200, attachments=(LOCKED,), completeness=Completeness.PARTLY),
            Lane.PICK,
        ),
        (an_enquiry("hul", attachments=(POOR,)), Lane.READ),
        (an_enquiry("hul", attachments=(SCAN,)), Lane.READY),
        (an_enquiry("hul", completeness=Completeness.NOTHING), Lane.READ),
        (an_enquiry("hul", completeness=Completeness.PARTLY), Lane.PICK),
    ],
    ids=["auto-reply", "report", "cover note", "long mail", "poor scan", "scan", "lost", "partly"],
)
@pytest.mark.parametrize("by", ["model", "rule"])
def test_what_was_not_wholly_read_or_written_by_nobody_is_never_ready(
    enquiry: Enquiry, lane: Lane, by: str
) -> None:
    rules = [a_rule("hul", id="r5")] if by == "rule" else []

    assert route(enquiry, what_is_known(SURE, *rules)).lane is lane


# --- places that are closed --------------------------------------------------------------------

CLOSED_HOLE = (replace(HOLE, is_active=False), SNOW, SCHOOL, PASSPORT)
CLOSED_ROADS = (replace(DEPARTMENTS[0], is_active=False), *DEPARTMENTS[1:])


def test_a_closed_subject_gives_way_to_the_next_alternative_and_is_not_ready() -> None:
    routed = route(an_enquiry(), what_is_known(SURE, subjects=CLOSED_HOLE))

    assert [one.target for one in routed.alternatives] == [TO_SNOW, TO_PASSPORT]
    assert routed.lane is Lane.READ
    assert routed.confidence == pytest.approx(0.01)


def test_nothing_of_a_closed_department_is_suggested() -> None:
    known = what_is_known(SURE, RULE, departments=CLOSED_ROADS)

    routed = route(
        an_enquiry(metadata=Metadata(kle_code=HOLE.kle_code)), known, Known("x", TO_HOLE)
    )

    assert [one.target for one in routed.alternatives] == [TO_PASSPORT]
    assert routed.by is SuggestedBy.MODEL


def test_a_model_that_knows_only_closed_places_suggests_nothing() -> None:
    router = FixedRouter({"hul": a_verdict("hul")})

    routed = route(an_enquiry(), what_is_known(router, subjects=CLOSED_HOLE))

    assert (routed.by, routed.alternatives) == (SuggestedBy.NOTHING, ())


def test_a_subject_that_moved_is_suggested_in_its_new_department() -> None:
    moved = tuple(replace(one, department_key="borger") for one in SUBJECTS)

    routed = route(an_enquiry(), what_is_known(SURE, a_rule("hul", id="r6"), subjects=moved))

    assert routed.alternatives == (Alternative(Target("borger", "hul"), 1.0),)


# --- labels ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "label"),
    [(TO_HOLE, "hul"), (Target("vej"), "department:vej"), (NOWHERE, "__unknown__")],
)
def test_a_place_is_learnt_by_its_stable_key(target: Target, label: str) -> None:
    assert label_of(target) == label


def test_a_department_without_a_subject_is_suggested_as_such() -> None:
    router = FixedRouter({"hul": a_verdict("department:vej", "pas", clears=(0.95,))})

    routed = route(an_enquiry(), what_is_known(router))

    assert target_of("department:vej") == Target("vej")
    assert [one.target for one in routed.alternatives] == [Target("vej"), TO_PASSPORT]
