"""Reads KLE, the municipalities' common list of subjects: KLE-Online's XML, or a sheet.

The XML is any of those that KLE-Online gives: the lists of main groups, groups and topics (schemas of
the REST interface 1.2), or the whole plan in one file. Numbers and titles are taken wherever they
stand, whatever the namespace; a topic with a date of withdrawal is withdrawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.tables.plain import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_TOPIC = re.compile(r"\d\d\.\d\d\.\d\d")
_GROUP = re.compile(r"\d\d\.\d\d")
_MAIN = re.compile(r"\d\d")
_KINDS = {"Emne": _TOPIC, "Gruppe": _GROUP, "Hovedgruppe": _MAIN}
_NUMBERS = ("emnenr", "kle-nummer", "kle nummer", "kle", "nummer", "nr", "number")
_TITLES = ("emnetitel", "titel", "emne", "navn", "title", "name")
_WITHDRAWN = ("udgået", "udgaaet", "udgaaetdato", "udgået dato", "withdrawn")
_MOST_TOPICS = 20_000


@dataclass(frozen=True, slots=True)
class KleTopic:
    """A subject of KLE."""

    number: str
    title: str
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class KlePlan:
    """What a file says: topics by number, and the titles of groups and main groups."""

    topics: Mapping[str, KleTopic]
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def main_groups(self) -> list[tuple[str, str, int]]:
        """Number, title and count of topics of each main group."""
        counts: dict[str, int] = {}
        for topic in self.topics.values():
            if not topic.is_withdrawn:
                counts[topic.number[:2]] = counts.get(topic.number[:2], 0) + 1
        return [(one, self.titles.get(one, ""), counts[one]) for one in sorted(counts)]

    def within(self, main_group: str) -> list[KleTopic]:
        """Return the topics of a main group that are in force."""
        return [
            topic
            for number, topic in sorted(self.topics.items())
            if number.startswith(f"{main_group}.") and not topic.is_withdrawn
        ]


def read_kle(content: bytes) -> KlePlan:
    """Read a file. Raises InputProblem when it is none of KLE's."""
    plan = _xml(content) if content.lstrip()[:1] == b"<" else _sheet(content)
    if not plan.topics and not plan.titles:
        raise InputProblem(
            log="no KLE in the file",
            shown=_(
                "No KLE numbers were found. Use the XML of KLE-Online, or a sheet with the columns "
                "Emnenr and Emnetitel."
            ),
        )
    return plan


def _xml(content: bytes) -> KlePlan:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise InputProblem(
            log=f"KLE: {type(problem).__name__}",
            shown=_("The file cannot be read as XML. Fetch it from KLE-Online once more."),
        ) from problem
    topics: dict[str, KleTopic] = {}
    titles: dict[str, str] = {}
    for element in root.iter():
        kind = _local(element.tag)
        if kind not in _KINDS:
            continue
        told = {_local(one.tag): (one.text or "").strip() for one in element}
        number, title = told.get(f"{kind}Nr", ""), told.get(f"{kind}Titel", "")
        if not _KINDS[kind].fullmatch(number) or not title:
            continue
        if kind == "Emne":
            topics[number] = KleTopic(number, title, _is_withdrawn(element))
        else:
            titles[number] = title
        _need_few(topics)
    return KlePlan(topics, titles)


def _is_withdrawn(element: Any) -> bool:
    return any(_local(one.tag) == "UdgaaetDato" for one in element.iter())


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _sheet(content: bytes) -> KlePlan:
    rows = rows_of(content)
    header = [title.strip().casefold() for title in next(rows, [])]
    number_at, title_at = _column(header, _NUMBERS), _column(header, _TITLES)
    if number_at is None or title_at is None:
        return KlePlan({})
    withdrawn_at = _column(header, _WITHDRAWN)
    topics: dict[str, KleTopic] = {}
    titles: dict[str, str] = {}
    for cells in rows:
        number, title = _cell(cells, number_at), _cell(cells, title_at)
        if _TOPIC.fullmatch(number) and title:
            withdrawn = withdrawn_at is not None and bool(_cell(cells, withdrawn_at))
            topics[number] = KleTopic(number, title, withdrawn)
        elif (_GROUP.fullmatch(number) or _MAIN.fullmatch(number)) and title:
            titles[number] = title
        _need_few(topics)
    return KlePlan(topics, titles)


def _column(header: Sequence[str], names: Iterable[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _need_few(topics: Mapping[str, KleTopic]) -> None:
    if len(topics) > _MOST_TOPICS:
        raise InputProblem(
            log="KLE too long",
            shown=_("The file has more than %(most)d subjects.", most=_MOST_TOPICS),
        )
