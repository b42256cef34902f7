"""The first tables of effects."""

import sqlalchemy as sa
from alembic import op

revision = "effects_1"
down_revision = "decisions_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "effects_effect",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions_decision.id"], name=op.f("fk_effects_effect_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["kernel_outbox.id"], name=op.f("fk_effects_effect_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_effects_effect_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_effects_effect_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effects_effect")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_effects_effect_delivery_id")),
    )
    op.create_index(
        op.f("ix_effects_effect_decision_id"), "effects_effect", ["decision_id"], unique=False
    )
    op.create_index(op.f("ix_effects_effect_item_id"), "effects_effect", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_effects_effect_project_id_id"),
        "effects_effect",
        ["project_id", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_effects_effect_project_id_id"), table_name="effects_effect")
    op.drop_index(op.f("ix_effects_effect_item_id"), table_name="effects_effect")
    op.drop_index(op.f("ix_effects_effect_decision_id"), table_name="effects_effect")
    op.drop_table("effects_effect")
