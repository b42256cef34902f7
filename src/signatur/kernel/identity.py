"""What the kernel must be told about people, whom it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from sqlalchemy.orm import Session

    from signatur.kernel.permissions import Actor


class Identity(Protocol):
    """Knows accounts and keys."""

    def actor_of(self, session: Session, person_id: UUID) -> Actor | None:
        """Return who acts when this person does; None when the account is closed or gone."""
        ...

    def language_of(self, session: Session, person_id: UUID) -> str:
        """Return the language that a person reads."""
        ...

    def person_with_key(self, session: Session, key: str) -> UUID | None:
        """Return whose API key this is, while it may be used."""
        ...

    def names_of(self, session: Session, ids: AbstractSet[UUID]) -> Mapping[UUID, str]:
        """Return the names of some people."""
        ...

    def names_within(self, session: Session, authority_id: UUID) -> Mapping[UUID, str]:
        """Return the names of everyone in an authority, those with closed accounts too, by name."""
        ...
