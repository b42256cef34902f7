"""Shares of items that meet advice late or never, and what was answered before it was seen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "decisions_arms"
down_revision = "sharing_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    table = "decisions_arm_plan"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("blind_share", sa.Double(), nullable=False),
        sa.Column("hidden_share", sa.Double(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        *_keys(
            table,
            {
                "authority_id": "people_authority",
                "project_id": "projects_project",
                "set_by": "people_person",
            },
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"])
    table = "decisions_first_answer"
    op.create_table(
        table,
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", _JSON, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys(
            table,
            {
                "authority_id": "people_authority",
                "project_id": "projects_project",
                "suggestion_id": "decisions_suggestion",
                "item_id": "items_item",
                "person_id": "people_person",
            },
        ),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_item_id"), table, ["item_id"])


def _keys(table: str, columns: dict[str, str]) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, of in columns.items()
    ]


def downgrade() -> None:
    op.drop_index(op.f("ix_decisions_first_answer_item_id"), table_name="decisions_first_answer")
    op.drop_table("decisions_first_answer")
    op.drop_index(op.f("ix_decisions_arm_plan_project_id"), table_name="decisions_arm_plan")
    op.drop_table("decisions_arm_plan")
