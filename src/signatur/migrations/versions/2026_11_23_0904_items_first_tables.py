"""The first tables of items."""

import sqlalchemy as sa
from alembic import op

revision = "items_1"
down_revision = "projects_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "items_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["people_authority.id"], name=op.f("fk_items_item_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["items_item.id"], name=op.f("fk_items_item_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_items_item_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items_item")),
        sa.UniqueConstraint(
            "project_id", "source_key", name=op.f("uq_items_item_project_id_source_key")
        ),
    )
    op.create_index(op.f("ix_items_item_erase_after"), "items_item", ["erase_after"], unique=False)
    op.create_index(op.f("ix_items_item_parent_id"), "items_item", ["parent_id"], unique=False)
    op.create_index(
        op.f("ix_items_item_project_id_state_received_at_id"),
        "items_item",
        ["project_id", "state", "received_at", "id"],
        unique=False,
    )
    op.create_table(
        "items_quarantine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_items_quarantine_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_items_quarantine_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["people_person.id"], name=op.f("fk_items_quarantine_resolved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items_quarantine")),
    )
    op.create_index(
        op.f("ix_items_quarantine_item_id"), "items_quarantine", ["item_id"], unique=False
    )
    op.create_index(
        op.f("ix_items_quarantine_project_id_resolved_at_id"),
        "items_quarantine",
        ["project_id", "resolved_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_items_quarantine_project_id_resolved_at_id"), table_name="items_quarantine"
    )
    op.drop_index(op.f("ix_items_quarantine_item_id"), table_name="items_quarantine")
    op.drop_table("items_quarantine")
    op.drop_index(op.f("ix_items_item_project_id_state_received_at_id"), table_name="items_item")
    op.drop_index(op.f("ix_items_item_parent_id"), table_name="items_item")
    op.drop_index(op.f("ix_items_item_erase_after"), table_name="items_item")
    op.drop_table("items_item")
