"""The way through disagreements at control: from the worklist to a verdict, and where it is told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.i18n import reading_in
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model.second_look import is_person_first
from signatur.solutions.mail_routing.schema.second_look import Said, SecondLooks
from signatur.solutions.mail_routing.service import insight, second_look
from signatur.solutions.mail_routing.service.insight import telling
from signatur.solutions.mail_routing.service.insight.report import monthly_report
from tests.solutions.mail_routing.automatic.authorised import ALWAYS, arrive, authorise
from tests.solutions.mail_routing.situations import TO_HOLE, TO_PASSPORT, TO_SNOW, settle
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.decisions.schema import Authorisation
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.service.insight.control import TrueError
    from tests.builders import World

PAGE = "/postfordeling/uenighed"


@pytest.fixture
def authorisation(world: World, project: Project) -> Authorisation:
    return authorise(world, project.id, control_share=ALWAYS)


@pytest.fixture
def disputed(world: World, project: Project, authorisation: Authorisation) -> list[Item]:
    """Two controls on which Anna disagreed with the system, the older one about a passport."""
    assert authorisation.control_share == ALWAYS
    items = [arrive(world, project.id, number) for number in range(2)]
    for item, target in zip(items, (TO_PASSPORT, TO_SNOW), strict=True):
        settle(world, item.id, target)
        world.clock.advance(timedelta(minutes=1))
    return items


def system_is(item_id: UUID, authorisation: Authorisation) -> Said:
    return Said.SECOND if is_person_first(item_id, authorisation.seed) else Said.FIRST


def test_from_the_worklist_to_the_last_disagreement(
    world: World, project: Project, authorisation: Authorisation, disputed: list[Item]
) -> None:
    first, second = (one.id for one in disputed)
    with a_browser(world, "Bo") as bo:
        assert f'href="{PAGE}"' in bo.get("/postfordeling").text
        page = bo.get(PAGE).text
        assert "1 of 2" in page
        assert f'action="{PAGE}/{first}"' in page
        assert re.findall(r'data-key="([1-4])"', page) == ["1", "2", "3", "4"]

        answer = bo.post(f"{PAGE}/{first}", {"svar": system_is(first, authorisation)})
        assert answer.headers["location"] == f"{PAGE}?afgjort={first}"
        page = bo.get(answer.headers["location"]).text
        assert "Recorded: only the system was right." in page
        assert f'<a href="/postfordeling/{first}">Send it on</a>' in page
        assert "2 of 2" in page

        answer = bo.post(f"{PAGE}/{second}", {"svar": "both"})
        page = bo.get(answer.headers["location"]).text
        assert "No disagreement waits for you" in page
        assert "Send it on" not in page
        assert PAGE not in bo.get("/postfordeling").text

        bo.post(f"{PAGE}/{second}/fortryd", {})
        assert "2 of 2" in bo.get(PAGE).text
    with world.runtime.reading(world.system) as work:
        found = service.control_outcomes(work, project.id)
    assert [one.is_right for one in found] == [True, False]


def test_the_page_shows_the_text_and_both_answers_and_nothing_that_tells(
    world: World, project: Project, authorisation: Authorisation, disputed: list[Item]
) -> None:
    assert project.id
    first = disputed[0].id
    with a_browser(world, "Bo") as bo:
        page = bo.get(PAGE).text
    assert "Der er et hul i vejen. Nummer 0." in page
    answers = re.findall(r"<dt>([AB])</dt>\s*<dd>(.*?)</dd>", page)
    person, system = "Borgerservice › Pas", "Vej og Park › Huller i vejen"
    in_order = [person, system] if is_person_first(first, authorisation.seed) else [system, person]
    assert answers == list(zip("AB", in_order, strict=True))
    shown = page[page.index("<article") : page.index("</article>")]
    # The deadline of the place it was sent to, words that weighed, how sure, and who it was.
    for told in (
        "deadline",
        '<mark class="reason"',
        "%",
        "Anna",
        f"/postfordeling/{first}/historik",
    ):
        assert told not in shown


def test_one_may_be_left_and_the_next_comes(world: World, disputed: list[Item]) -> None:
    first, second = (one.id for one in disputed)
    with a_browser(world, "Bo") as bo:
        assert f'action="{PAGE}/{second}"' in bo.get(f"{PAGE}?efter={first}").text
        assert f'action="{PAGE}/{first}"' in bo.get(f"{PAGE}?efter={second}").text


def test_whoever_chose_sees_none_and_cannot_settle(world: World, disputed: list[Item]) -> None:
    with a_browser(world, "Anna") as anna:
        assert "No disagreement waits for you" in anna.get(PAGE).text
        assert PAGE not in anna.get("/postfordeling").text
        assert anna.post(f"{PAGE}/{disputed[0].id}", {"svar": "both"}).status_code == 403


def test_what_is_no_answer_is_refused(world: World, disputed: list[Item]) -> None:
    with a_browser(world, "Bo") as bo:
        assert bo.post(f"{PAGE}/{disputed[0].id}", {"svar": "person"}).status_code == 422


@pytest.mark.parametrize("who", ["Carl", "Dorte", "Erik"])
def test_the_page_is_for_those_who_decide(world: World, disputed: list[Item], who: str) -> None:
    assert disputed
    with a_browser(world, who) as browser:
        assert browser.get(PAGE).status_code == 403


def test_the_authorisation_tells_how_many_wait_and_what_was_found(
    world: World, authorisation: Authorisation, disputed: list[Item]
) -> None:
    path = f"/postfordeling/automatik/{authorisation.id}"
    with a_browser(world, "Erik") as erik:
        assert "2 wait for a second look and count as wrong until then." in erik.get(path).text
        assert "Borgerservice › Pas" in erik.get(path).text
        settle_as_system(world, authorisation, disputed[0].id)
        for page in (erik.get(path).text, erik.get("/postfordeling/automatik").text):
            assert "1 waits for a second look and counts as wrong until then." in page
            assert "only the system right 1, both right 0" in page


def test_it_does_not_tell_whoever_may_still_settle_them(
    world: World, project: Project, authorisation: Authorisation, disputed: list[Item]
) -> None:
    path = f"/postfordeling/automatik/{authorisation.id}"
    assert len(disputed) == 2
    with world.runtime.reading(world.actor("Bo")) as work:
        assert len(second_look.open_to(work, project.id)) == 2
    with a_browser(world, "Bo") as bo:
        page = bo.get(path).text
    assert "Borgerservice › Pas</td>" not in page
    assert page.count("is told when you or somebody else has settled it") == 2


def test_insight_counts_what_was_settled(
    world: World, project: Project, authorisation: Authorisation, disputed: list[Item]
) -> None:
    agreed = arrive(world, project.id, 9)
    settle(world, agreed.id, TO_HOLE)
    assert error_of(world, project).looks == SecondLooks(waiting=2)
    assert error_of(world, project).share.count == 2

    settle_as_system(world, authorisation, disputed[0].id)

    error = error_of(world, project)
    assert error.looks == SecondLooks(waiting=1, system=1)
    assert error.unsettled is not None
    assert (error.share.count, error.unsettled.count, error.share.total) == (1, 2, 3)
    with a_browser(world, "Erik") as erik:
        assert "1 waits for a second look" in erik.get("/postfordeling/indsigt").text
        page = erik.get("/postfordeling/indsigt/kvalitet").text
        assert "Second look at disagreements" in page
        file = erik.get("/postfordeling/indsigt/kvalitet?fil=csv&tabel=second-looks").text
        assert "Only the system was right;1;" in file.replace(",", ";")


def test_the_command_line_and_the_monthly_report_tell_it_too(
    world: World, project: Project, authorisation: Authorisation, disputed: list[Item]
) -> None:
    settle_as_system(world, authorisation, disputed[0].id)
    with world.runtime.reading(world.actor("Erik")) as work:
        since, until = insight.usual_period(work.today)
        asked = insight.Asked(since=since, until=until)
        told = telling.as_json(
            asked,
            insight.overview(work, project.id, asked),
            insight.how_right(work, project.id, asked),
            insight.how_it_flows(work, project.id, asked),
            insight.outlook(work, project.id, asked),
        )
        with reading_in("en"):
            report = monthly_report(work, project.id, work.today)
    assert told["second_looks"] == {"waiting": 1, "person": 0, "system": 1, "both": 0, "neither": 0}
    assert (told["true_error"]["count"], told["true_error_unsettled"]["count"]) == (1, 2)
    assert report.startswith(b"%PDF")


def settle_as_system(world: World, authorisation: Authorisation, item_id: UUID) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        second_look.settle(work, item_id, system_is(item_id, authorisation))


def error_of(world: World, project: Project) -> TrueError:
    with world.runtime.reading(world.actor("Erik")) as work:
        since, until = insight.usual_period(work.today)
        return insight.overview(work, project.id, insight.Asked(since=since, until=until)).error
