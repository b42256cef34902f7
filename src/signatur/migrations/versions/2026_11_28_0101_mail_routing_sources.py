"""Where mail comes from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "mail_routing_sources"
down_revision = "mail_routing_1"
branch_labels = None
depends_on = None

_TABLES = (
    "mail_routing_import_column",
    "mail_routing_source_file",
    "mail_routing_source_trouble",
    "mail_routing_placement",
    "mail_routing_source_folder",
    "mail_routing_source",
)


def upgrade() -> None:
    _create_source()
    _create_what_hangs_on_it()
    _create_files_and_columns()


def _create_source() -> None:
    op.create_table(
        "mail_routing_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("problem_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("last_new", sa.Integer(), nullable=False),
        sa.Column("last_new_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_mail_routing_source_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_source_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people_person.id"], name=op.f("fk_mail_routing_source_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_source")),
        sa.UniqueConstraint(
            "project_id", "key", name=op.f("uq_mail_routing_source_project_id_key")
        ),
    )
    op.create_table(
        "mail_routing_source_folder",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["mail_routing_source.id"],
            name=op.f("fk_mail_routing_source_folder_source_id"),
        ),
        sa.PrimaryKeyConstraint("source_id", "folder", name=op.f("pk_mail_routing_source_folder")),
    )


def _create_what_hangs_on_it() -> None:
    op.create_table(
        "mail_routing_placement",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["mail_routing_source.id"],
            name=op.f("fk_mail_routing_placement_source_id"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_placement_item_id")
        ),
        sa.PrimaryKeyConstraint(
            "source_id", "folder", "uid_validity", "uid", name=op.f("pk_mail_routing_placement")
        ),
    )
    op.create_index(
        op.f("ix_mail_routing_placement_item_id"), "mail_routing_placement", ["item_id"]
    )
    op.create_table(
        "mail_routing_source_trouble",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["mail_routing_source.id"],
            name=op.f("fk_mail_routing_source_trouble_source_id"),
        ),
        sa.PrimaryKeyConstraint(
            "source_id",
            "folder",
            "uid_validity",
            "uid",
            name=op.f("pk_mail_routing_source_trouble"),
        ),
    )


def _create_files_and_columns() -> None:
    op.create_table(
        "mail_routing_source_file",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("name_sha256", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed_ns", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["mail_routing_source.id"],
            name=op.f("fk_mail_routing_source_file_source_id"),
        ),
        sa.PrimaryKeyConstraint(
            "source_id", "name_sha256", name=op.f("pk_mail_routing_source_file")
        ),
    )
    op.create_table(
        "mail_routing_import_column",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_mail_routing_import_column_project_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "heading", name=op.f("pk_mail_routing_import_column")
        ),
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
