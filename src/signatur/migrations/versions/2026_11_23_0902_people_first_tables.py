"""The first tables of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "people_1"
down_revision = "audit_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_authority",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cvr_number", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_authority")),
        sa.UniqueConstraint("name", name=op.f("uq_people_authority_name")),
    )
    op.create_table(
        "people_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_system", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["people_authority.id"], name=op.f("fk_people_person_authority_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_person")),
        sa.UniqueConstraint("login", name=op.f("uq_people_person_login")),
    )
    op.create_index(
        op.f("ix_people_person_authority_id_name"),
        "people_person",
        ["authority_id", "name"],
        unique=False,
    )
    op.create_table(
        "people_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column(
            "data_limit", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_grant_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_grant")),
    )
    op.create_index(op.f("ix_people_grant_person_id"), "people_grant", ["person_id"], unique=False)
    op.create_table(
        "people_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_key_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_people_key_key_hash")),
    )
    op.create_index(op.f("ix_people_key_person_id"), "people_key", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_people_key_person_id"), table_name="people_key")
    op.drop_table("people_key")
    op.drop_index(op.f("ix_people_grant_person_id"), table_name="people_grant")
    op.drop_table("people_grant")
    op.drop_index(op.f("ix_people_person_authority_id_name"), table_name="people_person")
    op.drop_table("people_person")
    op.drop_table("people_authority")
