"""What reviewers said of who is who, applied while a case is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.linking.naming import Group
from signatur.solutions.disclosure.model.linking.role_words import base_of
from signatur.solutions.disclosure.model.linking.writing import written
from signatur.solutions.disclosure.schema.parties import (
    MentionKind,
    Role,
    Spot,
    Statement,
    StatementKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.model.linking.gathering import Gathered, Raw
    from signatur.solutions.disclosure.model.linking.settling import Settling
    from signatur.solutions.disclosure.schema.parties import Side

_STATED = 1.0


class Stating:
    """Statements as they bear on the groups of one case."""

    def __init__(
        self,
        state: Settling,
        keys: dict[int, str],
        cases: Sequence[Gathered],
        statements: Sequence[Statement],
    ) -> None:
        self._state = state
        self._keys = keys
        self._statements = statements
        self._raws = {
            Spot(case.document.document, raw.start, raw.end): raw
            for case in cases
            for raw in case.raws
        }
        self._names = {
            (spot.document, spot.start): raw
            for spot, raw in self._raws.items()
            if raw.kind is MentionKind.NAME
        }
        self.joined: dict[int, int] = {}
        self.roles: dict[int, Role] = {}
        self.called: dict[tuple[str, int | None], int] = {}

    def before(self) -> None:
        """Join groups that are the same, and forget likenesses of those that are not."""
        for statement in self._statements:
            one, two = self._by_key(statement.first), self._by_key(statement.second)
            if one is None:
                continue
            if statement.kind is StatementKind.CALLED:
                owner = self._by_key(statement.of) if statement.of else None
                self.called[base_of(statement.word), owner] = one
            elif statement.kind is StatementKind.ROLE:
                self.roles[one] = statement.role
            elif two is not None and statement.kind is StatementKind.SAME:
                self._join(one, two)
            elif two is not None:
                self._state.names.groups[one].likes.pop(two, None)
                self._state.names.groups[two].likes.pop(one, None)

    def _join(self, one: int, two: int) -> None:
        one, two = self.of(one), self.of(two)
        if one == two:
            return
        self.joined[two] = one
        names = self._state.names
        for form, count in list(names.groups[two].forms.items()):
            names.add(names.groups[one], form, count)

    def of(self, group: int) -> int:
        """Return the group that this one was joined with, or itself."""
        while group in self.joined:
            group = self.joined[group]
        return group

    def on_mentions(self) -> None:
        """Apply what was said of single mentions, and replace joined groups."""
        for raw in self._raws.values():
            if raw.groups and self.joined:
                raw.groups = self._without_joined(raw)
        for statement in self._statements:
            if isinstance(statement.first, Spot):
                self._on_mention(statement, self._at(statement.first))
            elif isinstance(statement.second, Spot):
                turned = Statement(
                    statement.kind, statement.second, statement.first, role=statement.role
                )
                self._on_mention(turned, self._at(statement.second))

    def _without_joined(self, raw: Raw) -> list[tuple[int, float]]:
        shares: dict[int, float] = {}
        for number, share in raw.groups:
            shares[self.of(number)] = shares.get(self.of(number), 0.0) + share
        return sorted(shares.items(), key=lambda pair: -pair[1])

    def _at(self, spot: Spot) -> Raw | None:
        """Return what is mentioned at a spot; what was found there may go on behind a name."""
        raw = self._raws.get(spot)
        if raw is None:
            raw = self._names.get((spot.document, spot.start))
        return raw if raw is not None and raw.end <= spot.end else None

    def _on_mention(self, statement: Statement, raw: Raw | None) -> None:
        if raw is None or "stated" in raw.evidence:
            return
        other = self._side(statement.second)
        if statement.kind is StatementKind.ROLE and raw.group is not None:
            self.roles[raw.group] = statement.role
        elif statement.kind is StatementKind.SAME and other is not None:
            raw.groups, raw.confidence = [(other, _STATED)], _STATED
            raw.evidence.append("stated")
        elif statement.kind is StatementKind.DIFFERENT and other is not None:
            rest = [(number, share) for number, share in raw.groups if number != other]
            total = sum(share for _, share in rest)
            raw.groups = [(number, 0.9 * share / total) for number, share in rest]
            if not raw.groups:
                raw.groups = [(self._split_off(raw), 0.95)]
            raw.evidence.append("stated")

    def _split_off(self, raw: Raw) -> int:
        """Return a group for a mention that is not whom it seemed; one for all of its name."""
        groups = self._state.names.groups
        if raw.is_rough:
            raw.form = written(raw.text)
        for number, group in enumerate(groups):
            if group.is_homonym and raw.form in group.forms and number not in self._keys_seen():
                return number
        group = Group(len(groups), {raw.form: 1}, is_homonym=True)
        groups.append(group)
        return group.number

    def _keys_seen(self) -> set[int]:
        return set(self._keys) | set(self._state.cpr.values())

    def _by_key(self, side: Side) -> int | None:
        if isinstance(side, Spot) or not side:
            return None
        for number, key in self._keys.items():
            if key == side:
                return self.of(number)
        return None

    def _side(self, side: Side) -> int | None:
        if isinstance(side, Spot):
            raw = self._at(side)
            return raw.groups[0][0] if raw is not None and raw.groups else None
        return self._by_key(side)
