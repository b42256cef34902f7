"""The first tables of the fleet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "fleet_1"
down_revision = "decisions_arms"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_OWN = {"authority_id": "people_authority", "project_id": "projects_project"}
_DATASET, _BAD, _MAPPING = "fleet_dataset", "fleet_bad_row", "fleet_mapping"
_KIND, _VEHICLE, _PLACE = "fleet_kind", "fleet_vehicle", "fleet_place"
_PRICE, _RULES, _STUDY = "fleet_price", "fleet_rules", "fleet_study"


def upgrade() -> None:
    _files()
    _setup()
    op.create_table(
        _STUDY,
        *_columns(
            item_id=sa.Uuid(), authority_id=sa.Uuid(), project_id=sa.Uuid(), dataset_id=sa.Uuid(),
            number=sa.Integer(), name=sa.String(), aim=sa.String(), state=sa.String(),
            question=_JSON, plan_sha256=sa.String(), is_decided=sa.Boolean(), trips=sa.Integer(),
            created_at=_MOMENT,
        ),
        *_columns(
            nullable=True, result=_JSON, job_id=sa.Uuid(), suggestion_id=sa.Uuid(),
            created_by=sa.Uuid(), finished_at=_MOMENT,
        ),
        *_keys(
            _STUDY, "item_id", item_id="items_item", dataset_id="items_item",
            created_by="people_person", **_OWN,
        ),
        _unique(_STUDY, "project_id", "number"),
    )  # fmt: skip
    op.create_index(op.f(f"ix_{_STUDY}_dataset_id"), _STUDY, ["dataset_id"])


def _files() -> None:
    op.create_table(
        _DATASET,
        *_columns(
            item_id=sa.Uuid(), authority_id=sa.Uuid(), project_id=sa.Uuid(), number=sa.Integer(),
            name=sa.String(), state=sa.String(), trips=sa.Integer(), bad=sa.Integer(),
            set_aside=sa.Integer(), vehicles=sa.Integer(), locations=_JSON, departments=_JSON,
            km=sa.Double(), has_segments=sa.Boolean(), warnings=_JSON, trips_sha256=sa.String(),
            created_at=_MOMENT,
        ),
        *_columns(
            nullable=True, job_id=sa.Uuid(), mapping=_JSON, origin=_JSON, first_on=sa.Date(), last_on=sa.Date(),
            created_by=sa.Uuid(),
        ),
        *_keys(_DATASET, "item_id", item_id="items_item", created_by="people_person", **_OWN),
        _unique(_DATASET, "project_id", "number"),
    )  # fmt: skip
    op.create_table(
        _BAD,
        *_columns(
            id=sa.Uuid(), item_id=sa.Uuid(), authority_id=sa.Uuid(), line=sa.Integer(),
            reason=sa.String(), cells=_JSON, state=sa.String(), note=sa.String(),
        ),
        *_columns(nullable=True, changed_by=sa.Uuid(), changed_at=_MOMENT),
        *_keys(_BAD, "id", item_id="items_item", changed_by="people_person"),
    )  # fmt: skip
    op.create_index(op.f(f"ix_{_BAD}_item_id_state_line"), _BAD, ["item_id", "state", "line"])
    op.create_table(
        _MAPPING,
        *_columns(
            project_id=sa.Uuid(), signature=sa.String(), authority_id=sa.Uuid(), mapping=_JSON,
            changed_at=_MOMENT,
        ),
        *_keys(_MAPPING, "project_id", "signature", **_OWN),
    )  # fmt: skip


def _setup() -> None:
    own = {"id": sa.Uuid(), "authority_id": sa.Uuid(), "project_id": sa.Uuid()}
    op.create_table(
        _KIND,
        *_columns(
            **own, key=sa.String(), title=sa.String(), body=sa.String(), energy=sa.String(),
            fixed_dkk_year=sa.Double(), use_per_km=sa.Double(), range_loss=sa.Double(),
            is_candidate=sa.Boolean(),
        ),
        *_columns(
            nullable=True, range_km=sa.Double(), charge_hours=sa.Double(), lease_km_year=sa.Double(),
        ),
        *_keys(_KIND, "id", **_OWN),
        _unique(_KIND, "project_id", "key"),
    )  # fmt: skip
    op.create_table(
        _VEHICLE,
        *_columns(
            **own, name=sa.String(), kind_key=sa.String(), homes=_JSON, department=sa.String(),
        ),
        *_columns(nullable=True, lease_end=sa.Date()),
        *_keys(_VEHICLE, "id", **_OWN),
    )  # fmt: skip
    op.create_index(op.f(f"ix_{_VEHICLE}_project_id_name"), _VEHICLE, ["project_id", "name"])
    op.create_table(
        _PLACE,
        *_columns(**own, name=sa.String(), shared_with=_JSON, spots=_JSON),
        *_columns(
            nullable=True, chargers=sa.Integer(), charger_kw=sa.Double(), latitude=sa.Double(),
            longitude=sa.Double(),
        ),
        *_keys(_PLACE, "id", **_OWN),
        _unique(_PLACE, "project_id", "name"),
    )  # fmt: skip
    op.create_table(
        _PRICE,
        *_columns(
            **own, name=sa.String(), from_year=sa.Integer(), value=sa.Double(), source=_JSON,
            changed_at=_MOMENT,
        ),
        *_columns(nullable=True, changed_by=sa.Uuid()),
        *_keys(_PRICE, "id", changed_by="people_person", **_OWN),
        _unique(_PRICE, "project_id", "name", "from_year"),
    )  # fmt: skip
    op.create_table(
        _RULES,
        *_columns(
            project_id=sa.Uuid(), authority_id=sa.Uuid(), document=_JSON, changed_at=_MOMENT,
        ),
        *_columns(nullable=True, changed_by=sa.Uuid()),
        *_keys(_RULES, "project_id", changed_by="people_person", **_OWN),
    )  # fmt: skip


def _columns(*, nullable: bool = False, **types: sa.types.TypeEngine) -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=nullable) for name, kind in types.items()]


def _keys(table: str, *primary: str, **others: str) -> tuple[sa.Constraint, ...]:
    return (
        *(
            sa.ForeignKeyConstraint([column], [f"{name}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, name in others.items()
        ),
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
    )


def _unique(table: str, *columns: str) -> sa.Constraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def downgrade() -> None:
    for table in (
        _STUDY, _RULES, _PRICE, _PLACE, _VEHICLE, _KIND, _MAPPING, _BAD, _DATASET,
    ):  # fmt: skip
        op.drop_table(table)
