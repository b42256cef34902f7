"""The first tables of registry."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "registry_1"
down_revision = "items_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registry_model_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(), nullable=False),
        sa.Column("snapshot_rows", sa.Integer(), nullable=False),
        sa.Column("probe_sha256", sa.String(), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column(
            "metrics", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("card", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promoted_by", sa.Uuid(), nullable=True),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_registry_model_version_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people_person.id"], name=op.f("fk_registry_model_version_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_registry_model_version_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["promoted_by"],
            ["people_person.id"],
            name=op.f("fk_registry_model_version_promoted_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_model_version")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_registry_model_version_project_id_number")
        ),
    )
    op.create_index(
        "uq_registry_model_version_champion",
        "registry_model_version",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text("state = 'champion'"),
        postgresql_where=sa.text("state = 'champion'"),
    )


def downgrade() -> None:
    op.drop_index("uq_registry_model_version_champion", table_name="registry_model_version")
    op.drop_table("registry_model_version")
