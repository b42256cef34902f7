"""The first tables of performance floors."""

import sqlalchemy as sa
from alembic import op

revision = "floors_1"
down_revision = "alarms_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "floors_floor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("population", sa.String(), nullable=False),
        sa.Column("floor", sa.Double(), nullable=False),
        sa.Column("margin", sa.Double(), nullable=False),
        sa.Column("human_baseline", sa.Double(), nullable=True),
        sa.Column("human_cases", sa.Integer(), nullable=False),
        sa.Column("cost_false_positive", sa.Double(), nullable=False),
        sa.Column("cost_false_negative", sa.Double(), nullable=False),
        sa.Column("least_group", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("reasoning", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("test_set_hash", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority_id"], ["people_authority.id"], name=op.f("fk_floors_floor_authority_id")),
        sa.ForeignKeyConstraint(["drafted_by"], ["people_person.id"], name=op.f("fk_floors_floor_drafted_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["projects_evidence.id"], name=op.f("fk_floors_floor_evidence_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects_project.id"], name=op.f("fk_floors_floor_project_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["people_person.id"], name=op.f("fk_floors_floor_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floors_floor")),
    )
    op.create_index(op.f("ix_floors_floor_project_id"), "floors_floor", ["project_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_floors_floor_project_id"), table_name="floors_floor")
    op.drop_table("floors_floor")
