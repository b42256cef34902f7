"""The first tables of audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "audit_1"
down_revision = "kernel_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("details_hash", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "number", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_entry_id")),
    )
    op.create_index(
        op.f("ix_audit_entry_authority_id_action_number"),
        "audit_entry",
        ["authority_id", "action", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entry_authority_id_actor_id_number"),
        "audit_entry",
        ["authority_id", "actor_id", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entry_authority_id_at"),
        "audit_entry",
        ["authority_id", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entry_authority_id_object_kind_object_id"),
        "audit_entry",
        ["authority_id", "object_kind", "object_id"],
        unique=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_detail",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column(
            "details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_detail_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_detail")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'an audit entry is never changed or removed';
            END $$
            """
        )
        op.execute(
            "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()"
        )
        # Details are removed when a person is forgotten, but never changed.
        op.execute(
            "CREATE TRIGGER audit_detail_stays BEFORE UPDATE OR TRUNCATE ON audit_detail "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()"
        )
    else:
        refuse = "BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed or removed'); END"
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_stays_{change.lower()} BEFORE {change} ON audit_entry "
                f"{refuse}"
            )
        # INSERT OR REPLACE removes the row before without asking the trigger on DELETE.
        op.execute(
            "CREATE TRIGGER audit_entry_stays_replace BEFORE INSERT ON audit_entry "
            "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR "
            f"(authority_id = NEW.authority_id AND number = NEW.number)) {refuse}"
        )
        op.execute(f"CREATE TRIGGER audit_detail_stays BEFORE UPDATE ON audit_detail {refuse}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entry_stays ON audit_entry")
        op.execute("DROP TRIGGER audit_detail_stays ON audit_detail")
        op.execute("DROP FUNCTION audit_entry_stays")
    op.drop_table("audit_detail")
    op.drop_table("audit_head")
    op.drop_index(
        op.f("ix_audit_entry_authority_id_object_kind_object_id"), table_name="audit_entry"
    )
    op.drop_index(op.f("ix_audit_entry_authority_id_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_authority_id_actor_id_number"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_authority_id_action_number"), table_name="audit_entry")
    op.drop_table("audit_entry")
