"""The first tables of retention."""

import sqlalchemy as sa
from alembic import op

revision = "retention_1"
down_revision = "effects_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_rule",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_retention_rule_days")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_retention_rule_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "item_kind", name=op.f("pk_retention_rule")),
    )


def downgrade() -> None:
    op.drop_table("retention_rule")
