"""The setup: changes that can be undone, subjects from KLE, rules tried and moved."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake.kle import read_kle
from signatur.solutions.mail_routing.schema import Department, Subject
from signatur.solutions.mail_routing.service import changes, kle, rule_trials, setup
from tests.solutions.mail_routing.situations import (
    HOLE,
    TO_HOLE,
    TO_SCHOOL,
    TO_SNOW,
    a_mail,
    a_rule,
    receive,
    settle,
)
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project
    from tests.builders import World

KLE_XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<l:KLE-Emner xmlns:l="http://www.kle-online.dk/rest/resources/emne/liste"
             xmlns="http://www.kle-online.dk/rest/resources/emneplan">
  <l:Emne ref="http://kle.example/1"><EmneNr>05.01.08</EmneNr><EmneTitel>Vejskader</EmneTitel></l:Emne>
  <l:Emne ref="http://kle.example/2"><EmneNr>05.99.01</EmneNr><EmneTitel>Opfundne veje</EmneTitel></l:Emne>
  <l:Emne ref="http://kle.example/3"><EmneNr>17.99.01</EmneNr><EmneTitel>Gammelt emne</EmneTitel>
    <EmneAdministrativInfo><Historisk><UdgaaetDato>2024-01-01</UdgaaetDato></Historisk></EmneAdministrativInfo>
  </l:Emne>
</l:KLE-Emner>"""
KLE_CSV = "Emnenr;Emnetitel\r\n05;Veje og trafik\r\n05.01.08;Vejskader\r\n".encode("cp1252")


@pytest.fixture
def work(world: World, project: Project) -> Iterator[Work]:
    """A unit of work of the super-user."""
    assert project.id
    with world.runtime.work(world.actor("Bo")) as work:
        yield work


# --- changes -----------------------------------------------------------------------------------


def test_a_new_name_is_undone_to_the_old_one(work: Work, project: Project) -> None:
    setup.save_subject(work, project.id, Subject("hul", "Vejskader", "vej", "05.01.08", 10))
    latest, *_rest = changes.changes(work, project.id)
    assert latest.differences == (("name", "Huller i vejen", "Vejskader"),)

    changes.undo_change(work, latest.id)

    assert setup.subject_with(work, project.id, "hul") == HOLE
    with pytest.raises(Conflict):
        changes.undo_change(work, latest.id)


def test_what_changed_once_more_is_undone_from_the_latest(work: Work, project: Project) -> None:
    setup.save_department(work, project.id, Department("vej", "Veje"))
    setup.save_department(work, project.id, Department("vej", "Veje og Grønt"))
    later, earlier, *_rest = changes.changes(work, project.id)

    with pytest.raises(Conflict):
        changes.undo_change(work, earlier.id)
    changes.undo_change(work, later.id)

    assert {one.name for one in service.departments(work, project.id)} >= {"Veje"}


def test_saving_what_stands_there_is_no_change(work: Work, project: Project) -> None:
    before = len(changes.changes(work, project.id, limit=100))
    setup.save_subject(work, project.id, HOLE)

    assert len(changes.changes(work, project.id, limit=100)) == before


def test_what_was_new_is_closed_and_stays(work: Work, project: Project) -> None:
    setup.save_department(work, project.id, Department("havn", "Havnen"))
    changes.undo_change(work, changes.changes(work, project.id)[0].id)

    found = {one.key: one for one in service.departments(work, project.id)}
    assert not found["havn"].is_active


def test_rules_taken_out_or_moved_are_put_back(work: Work, project: Project) -> None:
    first = setup.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    second = setup.add_rule(work, project.id, a_rule("sne", TO_SNOW))

    setup.move_rule(work, project.id, UUID(second.id), is_up=True)
    assert [one.value for one in setup.rules(work, project.id)] == ["sne", "hul"]
    changes.undo_change(work, changes.changes(work, project.id)[0].id)
    assert [one.value for one in setup.rules(work, project.id)] == ["hul", "sne"]

    setup.remove_rule(work, project.id, UUID(first.id), "Virker ikke")
    changes.undo_change(work, changes.changes(work, project.id)[0].id)
    assert all(one.is_in_use for one in setup.rules(work, project.id))


def test_the_first_rule_cannot_be_asked_earlier(work: Work, project: Project) -> None:
    first = setup.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    setup.add_rule(work, project.id, a_rule("sne", TO_SNOW))

    setup.move_rule(work, project.id, UUID(first.id), is_up=True)

    assert [one.value for one in setup.rules(work, project.id)] == ["hul", "sne"]


def test_who_may_not_change_the_setup_may_not_undo(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        setup.save_department(work, project.id, Department("vej", "Veje"))
        change = changes.changes(work, project.id)[0]
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(NotAllowed):
        changes.undo_change(work, change.id)


# --- KLE ---------------------------------------------------------------------------------------


def test_kle_is_read_from_xml_and_from_a_sheet() -> None:
    plan = read_kle(KLE_XML)
    assert [one.title for one in plan.within("05")] == ["Vejskader", "Opfundne veje"]
    assert plan.topics["17.99.01"].is_withdrawn
    assert plan.main_groups == [("05", "", 2)]

    sheet = read_kle(KLE_CSV)
    assert sheet.main_groups == [("05", "Veje og trafik", 1)]


@pytest.mark.parametrize(
    "content",
    [b"", b"<a", b"<a/>", b"Navn;Alder\r\nBo;7", b"PK\x03\x04nonsense", b"\x00\xff" * 9,
     b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
)  # fmt: skip
def test_what_is_not_kle_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputProblem):
        read_kle(content)


def test_chosen_subjects_are_taken_once_and_new_titles_only_when_asked(
    work: Work, project: Project
) -> None:
    sha256 = kle.keep_kle(work, project.id, io.BytesIO(KLE_XML))
    plan = kle.kept_kle(work, sha256)
    numbers = ["05.01.08", "05.99.01", "17.99.01"]

    assert kle.take_kle(work, project.id, plan, numbers, "vej", 5) == 1
    assert kle.take_kle(work, project.id, plan, numbers, "vej", 5) == 0

    taken = setup.subject_with(work, project.id, "05.99.01")
    assert taken == Subject("05.99.01", "Opfundne veje", "vej", "05.99.01", 5)
    renamed = [one for one in kle.differences(work, project.id, plan) if one.topic]
    assert [(one.subject.key, one.topic.title) for one in renamed if one.topic] == [
        ("hul", "Vejskader")
    ]
    assert kle.take_titles(work, project.id, plan, ["hul"]) == 1
    assert not [one for one in kle.differences(work, project.id, plan) if one.topic]


# --- trying rules ------------------------------------------------------------------------------


def test_a_rule_is_held_against_what_was_decided(world: World, project: Project) -> None:
    texts = {"a": ("Et hul.", TO_HOLE), "b": ("Hul ved skolen.", TO_SCHOOL), "c": ("Hul.", None)}
    with world.runtime.work(world.actor("Bo")) as work:
        setup.add_rule(work, project.id, a_rule("skolen", TO_SCHOOL))
    for name, (text, target) in texts.items():
        item = receive(
            world, project.id, a_mail(text, subject="Vej", Message_ID=f"<{name}@example.dk>")
        )
        if target is not None:
            settle(world, item.id, target)

    with world.runtime.reading(world.actor("Bo")) as work:
        tried = rule_trials.try_rule(work, project.id, a_rule("hul", TO_HOLE))

    assert (tried.looked_at, tried.hits, tried.agreed, tried.otherwise, tried.waiting) == (
        3,
        3,
        1,
        1,
        1,
    )
    assert [(one.rule.value, one.enquiries) for one in tried.conflicts] == [("skolen", 1)]


def test_the_pages_of_the_setup_work_together(world: World, project: Project) -> None:
    assert project.id
    with a_browser(world, "Bo") as browser:
        start = browser.get("/postfordeling/opsaetning").text
        assert "/postfordeling/kilder" in start
        assert browser.get("/postfordeling/opsaetning/emner/hul").status_code == 200
        assert browser.get("/postfordeling/opsaetning/emner/findes-ikke").status_code == 404
        changed = {"key": "hul", "name": "Nyt navn", "department": "vej", "deadline_days": "7"}
        browser.post("/postfordeling/opsaetning/emner", changed)
        page = browser.get("/postfordeling/opsaetning/aendringer").text
        assert "Nyt navn" in page
        tried = browser.post(
            "/postfordeling/regler/proev",
            {"field": "subject", "match": "contains", "value": "x", "place": "Pas – Borgerservice"},
        )
        assert "It fits none" in tried.text
        sent = browser.post("/postfordeling/opsaetning/kle", files={"file": ("k.xml", KLE_XML)})
        chosen = browser.get(sent.headers["location"] + "?gruppe=05").text
        assert "Opfundne veje" in chosen
