"""The rows of the fleet: files of driving, what could not be read of them, the setup, and studies.

Trips themselves are no rows: those of a file lie together in the blob store, as columns, so that years
of them are read at once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class DatasetRow(Base):
    """One file of driving: what it holds in all. The trips lie in the blob `trips_sha256`."""

    __tablename__ = "fleet_dataset"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    number: Mapped[int]
    name: Mapped[str]
    state: Mapped[str]
    job_id: Mapped[UUID | None]
    mapping: Mapped[dict[str, Any] | None]
    """Which column of the file means what, as it was confirmed."""
    trips: Mapped[int]
    bad: Mapped[int]
    set_aside: Mapped[int]
    vehicles: Mapped[int]
    locations: Mapped[list[Any]]
    departments: Mapped[list[Any]]
    km: Mapped[float]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    has_segments: Mapped[bool]
    warnings: Mapped[list[Any]]
    trips_sha256: Mapped[str]
    origin: Mapped[dict[str, Any] | None]
    """Of trips that were made of positions: how good that went, and where the positions still lie."""
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]


class BadRowRow(Base):
    """A line of a file that could not be understood, as it was written."""

    __tablename__ = "fleet_bad_row"
    __table_args__ = (Index(None, "item_id", "state", "line"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    line: Mapped[int]
    reason: Mapped[str]
    cells: Mapped[dict[str, Any]]
    state: Mapped[str]
    note: Mapped[str]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    changed_at: Mapped[datetime | None]


class MappingRow(Base):
    """What the columns of files with the same headings mean, as a person last said."""

    __tablename__ = "fleet_mapping"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), primary_key=True)
    signature: Mapped[str] = mapped_column(primary_key=True)
    """Hash of the headings."""
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    mapping: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class KindRow(Base):
    """Vehicles that are alike."""

    __tablename__ = "fleet_kind"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    key: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    energy: Mapped[str]
    fixed_dkk_year: Mapped[float]
    use_per_km: Mapped[float]
    range_km: Mapped[float | None]
    range_loss: Mapped[float]
    charge_hours: Mapped[float | None]
    lease_km_year: Mapped[float | None]
    is_candidate: Mapped[bool]
    """May be bought: an optimisation may choose it."""


class VehicleRow(Base):
    """One vehicle that the authority has."""

    __tablename__ = "fleet_vehicle"
    __table_args__ = (Index(None, "project_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    name: Mapped[str]
    kind_key: Mapped[str]
    homes: Mapped[list[Any]]
    department: Mapped[str]
    lease_end: Mapped[date | None]


class PlaceRow(Base):
    """Where vehicles live: a home, with its chargers."""

    __tablename__ = "fleet_place"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    name: Mapped[str]
    chargers: Mapped[int | None]
    charger_kw: Mapped[float | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    spots: Mapped[list[Any]]
    """Other places where its vehicles are parked, as pairs of latitude and longitude."""
    shared_with: Mapped[list[Any]]
    """Names of places that lend their vehicles to this one and borrow from it."""


class PriceRow(Base):
    """One price or emission factor, the year from which it holds, and who says so."""

    __tablename__ = "fleet_price"
    __table_args__ = (UniqueConstraint("project_id", "name", "from_year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    name: Mapped[str]
    from_year: Mapped[int]
    value: Mapped[float]
    source: Mapped[dict[str, Any]]
    """A sentence that is translated when it is shown."""
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    changed_at: Mapped[datetime]


class RulesRow(Base):
    """The rules of a project, but for its prices."""

    __tablename__ = "fleet_rules"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    document: Mapped[dict[str, Any]]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    changed_at: Mapped[datetime]


class StudyRow(Base):
    """One question to one file of driving, and what was found; the plan lies in the blob store."""

    __tablename__ = "fleet_study"
    __table_args__ = (UniqueConstraint("project_id", "number"), Index(None, "dataset_id"))

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    number: Mapped[int]
    name: Mapped[str]
    aim: Mapped[str]
    state: Mapped[str]
    question: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None]
    plan_sha256: Mapped[str]
    job_id: Mapped[UUID | None]
    suggestion_id: Mapped[UUID | None]
    is_decided: Mapped[bool]
    trips: Mapped[int]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


TABLES = (
    DatasetRow,
    BadRowRow,
    MappingRow,
    KindRow,
    VehicleRow,
    PlaceRow,
    PriceRow,
    RulesRow,
    StudyRow,
)
