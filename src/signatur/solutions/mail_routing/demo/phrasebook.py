"""What people write: sentence patterns for each subject, for each way of writing, and for post that belongs nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from signatur.solutions.mail_routing.demo.sources import SUBJECT_TABLES, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Statement:
    """One or two sentences that state a matter on their own, and what only fits after them."""

    pattern: str
    followups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TradeStatement:
    """A matter as a company, a lawyer, a hospital or another authority puts it."""

    trade: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPhrases:
    """Sentence patterns for one subject."""

    topics: tuple[str, ...]
    """The matter as a noun phrase, fit to follow "vedrørende"."""
    core: tuple[Statement, ...]
    shared: tuple[Statement, ...] = ()
    """Just as fit for a neighbouring subject: what makes subjects hard to tell apart."""
    detail: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    """The matter in the fewest words, as in a text message or a telephone note."""
    pro: tuple[TradeStatement, ...] = ()
    attachments: tuple[str, ...] = ()
    """Kind and heading of what may be attached, as in "pdf: Lægeattest"."""
    ages: tuple[str, ...] = ()
    """Who writes about it, where that is not everybody: young, middle, old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayKind:
    """A kind of post that belongs nowhere in the municipality."""

    key: str
    weight: float
    near: tuple[str, ...]
    """Keys of the subjects it is mistaken for."""
    trade: str
    """The trade of who sends it in bulk or by a machine, without greeting or signature; empty: people write it."""
    phrases: SubjectPhrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What is written in another language than Danish; `lines` holds sentences by subject key."""

    code: str
    share: float
    titles: tuple[str, ...]
    greetings: tuple[str, ...]
    afters: tuple[str, ...]
    closings: tuple[str, ...]
    lines: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralPhrases:
    """Patterns that belong to no subject and no way of writing; each is explained where it stands, in phrases.toml."""

    stories: tuple[str, ...]
    old_stories: tuple[str, ...]
    vague_cores: tuple[str, ...]
    vague_hints: tuple[str, ...]
    bridges: tuple[str, ...]
    title_frames: tuple[str, ...]
    bare_titles: tuple[str, ...]
    forms: tuple[str, ...]
    call_notes: tuple[str, ...]
    callbacks: tuple[str, ...]
    reply_titles: tuple[str, ...]
    reply_cores: tuple[str, ...]
    answers: tuple[str, ...]
    history_headers: tuple[str, ...]
    bottom_headers: tuple[str, ...]
    forward_covers: tuple[str, ...]
    colleague_covers: tuple[str, ...]
    forward_heads: tuple[str, ...]
    disclaimers: tuple[str, ...]
    job_titles: tuple[str, ...]
    attachment_pages: tuple[str, ...]
    attachment_covers: tuple[str, ...]
    attachment_mentions: tuple[str, ...]


@cache
def subject_phrases() -> Mapping[str, SubjectPhrases]:
    """Return the patterns of every subject, by subject key."""
    sources = [table(name) for name in SUBJECT_TABLES]
    shared: dict[str, list[str]] = {}
    for entry in table("shared")["shared"]:
        for key in entry["subjects"]:
            shared.setdefault(key, []).extend(entry["core"])
    return {
        entry["key"]: _phrases(entry, shared=shared.get(entry["key"], ()))
        for source in sources
        for entry in source["subjects"]
    }


@cache
def stray_kinds() -> tuple[StrayKind, ...]:
    return tuple(
        StrayKind(
            key=entry["key"],
            weight=entry["weight"],
            near=tuple(entry["near"]),
            trade=entry.get("trade", ""),
            phrases=_phrases(entry),
        )
        for entry in table("elsewhere")["kinds"]
    )


@cache
def languages() -> tuple[Language, ...]:
    return tuple(
        Language(
            code=entry["code"],
            share=entry["share"],
            titles=tuple(entry["titles"]),
            greetings=tuple(entry["greetings"]),
            afters=tuple(entry["afters"]),
            closings=tuple(entry["closings"]),
            lines={key: tuple(lines) for key, lines in entry["lines"].items()},
        )
        for entry in table("foreign")["languages"]
    )


@cache
def general_phrases() -> GeneralPhrases:
    source = table("phrases")["general"]
    return GeneralPhrases(**{name: tuple(patterns) for name, patterns in source.items()})


def _phrases(entry: dict[str, Any], shared: Sequence[str] = ()) -> SubjectPhrases:
    names = ("topics", "detail", "ask", "short", "attachments", "ages")
    return SubjectPhrases(
        core=tuple(_statement(text) for text in entry["core"]),
        shared=tuple(_statement(text) for text in shared),
        pro=tuple(TradeStatement(*text.split(": ", 1)) for text in entry.get("pro", ())),
        **{name: tuple(entry[name]) for name in names if name in entry},
    )


def _statement(text: str) -> Statement:
    pattern, *followups = text.split(" >> ")
    return Statement(pattern, tuple(followups))
