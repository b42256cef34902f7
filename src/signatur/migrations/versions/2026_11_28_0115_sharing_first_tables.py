"""The first tables of sharing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sharing_1"
down_revision = "monitoring_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sharing_given_out",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_because", sa.String(), nullable=False),
        *_keys("sharing_given_out", "given_by"),
    )
    op.create_index(op.f("ix_sharing_given_out_project_id"), "sharing_given_out", ["project_id"])
    op.create_table(
        "sharing_taken_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("solution", sa.String(), nullable=False),
        sa.Column("taken_in_by", sa.Uuid(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_version_id", sa.Uuid(), nullable=True),
        sa.Column("checks", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["registry_model_version.id"],
            name=op.f("fk_sharing_taken_in_model_version_id"),
        ),
        *_keys("sharing_taken_in", "taken_in_by"),
    )
    op.create_index(op.f("ix_sharing_taken_in_project_id"), "sharing_taken_in", ["project_id"])


def _keys(table: str, person: str) -> tuple[sa.Constraint, ...]:
    return (
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, of in (
                ("authority_id", "people_authority"),
                ("project_id", "projects_project"),
                (person, "people_person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in ("sharing_taken_in", "sharing_given_out"):
        op.drop_index(op.f(f"ix_{table}_project_id"), table_name=table)
        op.drop_table(table)
