"""The first tables of business cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "business_case_1"
down_revision = "data_analysis_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_VERSION, _MONTH = "business_case_version", "business_case_month"


def upgrade() -> None:
    op.create_table(
        _VERSION,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("told", _JSON, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("floor_id", sa.Uuid(), nullable=True),
        *_keys(
            _VERSION,
            drafted_by="people_person",
            signed_by="people_person",
            floor_id="floors_floor",
        ),
        sa.UniqueConstraint("project_id", "number", name=op.f(f"uq_{_VERSION}_project_id_number")),
    )
    op.create_table(
        _MONTH,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("planned", _JSON, nullable=False),
        sa.Column("realised", _JSON, nullable=False),
        sa.Column("ratio", sa.Double(), nullable=True),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_by", sa.Uuid(), nullable=True),
        sa.Column("reason_at", sa.DateTime(timezone=True), nullable=True),
        *_keys(_MONTH, version_id=_VERSION, reason_by="people_person"),
        sa.UniqueConstraint("project_id", "month", name=op.f(f"uq_{_MONTH}_project_id_month")),
    )


def _keys(table: str, **more: str) -> tuple[sa.Constraint, ...]:
    of = {"authority_id": "people_authority", "project_id": "projects_project", **more}
    return (
        *(
            sa.ForeignKeyConstraint([column], [f"{name}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, name in of.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.drop_table(_MONTH)
    op.drop_table(_VERSION)
