"""Fills an installation with an invented authority, so that anyone can try every solution."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.kernel.migrate import migrate
from signatur.kernel.part import Demo, Solution
from signatur.kernel.permissions import SYSTEM, Role, system_of
from signatur.kernel.terminal import complain
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage, asked_until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime

AUTHORITY = "Lindevang Kommune"
# Fails the check digit, so it is nobody's.
_CVR_NUMBER = "12345678"
PASSWORD = "proev-signatur-nu"  # noqa: S105 (for invented people on one's own machine)

# So long ago the authority began with Signatur: time for a month of work to look back on.
AGE = timedelta(days=32)

# Invented people, one for each role; the login is the first name.
_CAST: Mapping[Role, str] = {
    Role.CASEWORKER: "Anna Birkemose",
    Role.SUPER_USER: "Bo Stormlyng",
    Role.DATA_SCIENTIST: "Carl Åmose",
    Role.LEGAL: "Dorte Toftkær",
    Role.PROJECT_OWNER: "Erik Fjordlyng",
    Role.OPERATIONS: "Fie Tjørnelyng",
    Role.AUDITOR: "Gert Engkær",
}
# What the parts of stewardship invent of a use case is about this one; others are signed by hand.
_DESCRIBED = "mail_routing"
_EVIDENCE: Mapping[EvidenceKind, str] = {
    EvidenceKind.USE_CASE: "Opgaven er beskrevet og godkendt af direktionen.",
    EvidenceKind.LEGAL_BASIS_DEVELOPMENT: "Databeskyttelsesforordningens artikel 6, stk. 1, litra e.",
    EvidenceKind.DATA_EXAMINED: "De data, der bygges på, er gennemgået.",
    EvidenceKind.PERFORMANCE_FLOOR: "Mindstekravet er skrevet ned og godkendt.",
    EvidenceKind.LEGAL_BASIS_TRIAL: "Artikel 6, stk. 1, litra e. Opfundet til prøve.",
    EvidenceKind.LEGAL_BASIS_OPERATION: "Artikel 6, stk. 1, litra e. Opfundet til prøve.",
    EvidenceKind.IMPACT_ASSESSMENT: "Konsekvensanalysen er gennemført og godkendt.",
    EvidenceKind.TRIAL_EVALUATED: "Prøven viste, at mindstekravet er opfyldt.",
}


def load_demo(
    runtime: Runtime, *, scale: float = 1.0, tell: Callable[[str], None] = complain
) -> Mapping[Role, Actor]:
    """Bring the tables up to date and fill in the demo; a second time changes nothing.

    Returns the invented person of each role. What is not there yet was made as long ago as the
    authority is old, so that all that follows happens in its order.
    """
    migrate(runtime.database)
    beginning = runtime.at(runtime.clock.now() - AGE)
    actors = _authority_with_cast(beginning)
    demo = Demo(runtime, actors, tell, scale, AGE)
    solutions = [part for part in runtime.parts if isinstance(part, Solution)]
    for solution in solutions:
        _open_project(Demo(beginning, actors, tell, scale, AGE), solution)
    for solution in solutions:
        solution.load_demo(demo)
    return actors


def _authority_with_cast(runtime: Runtime) -> Mapping[Role, Actor]:
    with runtime.work(SYSTEM) as work:
        known = {one.name: one.id for one in people.authorities(work.session)}
        authority_id = known.get(AUTHORITY) or people.add_authority(work, AUTHORITY, _CVR_NUMBER).id
    with runtime.work(system_of(authority_id)) as work:
        logins = {person.login: person.id for person in people.people(work)}
        ids = {role: logins.get(_login(name)) for role, name in _CAST.items()}
        for role, name in _CAST.items():
            if ids[role] is None:
                person = people.add_person(work, login=_login(name), name=name, password=PASSWORD)
                people.give_role(work, person.id, role)
                ids[role] = person.id
    return {role: _actor(runtime, person_id) for role, person_id in ids.items() if person_id}


def _login(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


def _actor(runtime: Runtime, person_id: UUID) -> Actor:
    with runtime.database.reading() as session:
        actor = people.actor_of(session, person_id)
    assert actor is not None, "the cast is active"
    return actor


def _open_project(demo: Demo, solution: Solution) -> None:
    """Open a project for a solution and take it to operation, with invented evidence.

    What a part of stewardship keeps is kept and signed there; the rest is signed by hand.
    """
    runtime, owner = demo.runtime, demo.actors[Role.PROJECT_OWNER]
    assert owner.id is not None, "a person has an id"
    with runtime.work(owner) as work:
        if projects.find(work, solution.name) is not None:
            return
        project = projects.open_project(work, solution.name, str(solution.title), owner.id)
    for part in runtime.parts:
        if part.begin_demo is not None and solution.name == _DESCRIBED:
            part.begin_demo(demo, project.id)
    with runtime.work(demo.actors[Role.LEGAL]) as work:
        evidence = projects.get(work, project.id).evidence
        shown = {one.kind for one in evidence if one.is_valid(work.today)}
        for kind in (one for one in asked_until(Stage.OPERATION) if one not in shown):
            projects.sign(
                work,
                project.id,
                kind,
                statement=_EVIDENCE[kind],
                valid_from=work.today - timedelta(days=30),
                valid_to=work.today + timedelta(days=335),
            )
    stage = project.stage
    while stage is not Stage.OPERATION:
        with runtime.work(owner) as work:
            stage = projects.advance(work, project.id)


def tell_how_to_sign_in(runtime: Runtime) -> None:
    """Say where Signatur will answer and who may sign in."""
    settings = runtime.settings.kernel
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    complain(f"\nSignatur: {address}\nSign in as one of these; the password is {PASSWORD}\n")
    for role, name in _CAST.items():
        complain(f"  {_login(name):6} {name:18} {role.value}")
    complain("")
