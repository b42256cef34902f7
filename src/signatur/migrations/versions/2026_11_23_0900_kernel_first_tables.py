"""The first tables of kernel."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "kernel_1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kernel_blob_use",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "sha256", name=op.f("pk_kernel_blob_use")),
    )
    op.create_index(
        op.f("ix_kernel_blob_use_authority_id_sha256"),
        "kernel_blob_use",
        ["authority_id", "sha256"],
        unique=False,
    )
    op.create_table(
        "kernel_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("step", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column(
            "result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column(
            "problem", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_kernel_job_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kernel_job")),
        sa.UniqueConstraint("key", name=op.f("uq_kernel_job_key")),
    )
    op.create_index(
        op.f("ix_kernel_job_authority_id_id"), "kernel_job", ["authority_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_kernel_job_state_due_at"), "kernel_job", ["state", "due_at"], unique=False
    )
    op.create_table(
        "kernel_outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "receipt", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kernel_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_kernel_outbox_key")),
    )
    op.create_index(
        op.f("ix_kernel_outbox_authority_id_id"),
        "kernel_outbox",
        ["authority_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_kernel_outbox_state_due_at"), "kernel_outbox", ["state", "due_at"], unique=False
    )
    op.create_table(
        "kernel_session",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_kernel_session")),
    )
    op.create_index(
        op.f("ix_kernel_session_person_id"), "kernel_session", ["person_id"], unique=False
    )
    op.create_table(
        "kernel_throttle",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_kernel_throttle")),
    )


def downgrade() -> None:
    op.drop_table("kernel_throttle")
    op.drop_index(op.f("ix_kernel_session_person_id"), table_name="kernel_session")
    op.drop_table("kernel_session")
    op.drop_index(op.f("ix_kernel_outbox_state_due_at"), table_name="kernel_outbox")
    op.drop_index(op.f("ix_kernel_outbox_authority_id_id"), table_name="kernel_outbox")
    op.drop_table("kernel_outbox")
    op.drop_index(op.f("ix_kernel_job_state_due_at"), table_name="kernel_job")
    op.drop_index(op.f("ix_kernel_job_authority_id_id"), table_name="kernel_job")
    op.drop_table("kernel_job")
    op.drop_index(op.f("ix_kernel_blob_use_authority_id_sha256"), table_name="kernel_blob_use")
    op.drop_table("kernel_blob_use")
