"""The first tables of alarms."""

import sqlalchemy as sa
from alembic import op

revision = "alarms_1"
down_revision = "mail_routing_comparison"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarms_alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["people_authority.id"], name=op.f("fk_alarms_alarm_authority_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["people_person.id"], name=op.f("fk_alarms_alarm_closed_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["people_person.id"], name=op.f("fk_alarms_alarm_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects_project.id"], name=op.f("fk_alarms_alarm_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms_alarm")),
    )
    op.create_index(op.f("ix_alarms_alarm_authority_id"), "alarms_alarm", ["authority_id"])
    op.create_index(op.f("ix_alarms_alarm_project_id_closed_at"), "alarms_alarm", ["project_id", "closed_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_alarms_alarm_project_id_closed_at"), table_name="alarms_alarm")
    op.drop_index(op.f("ix_alarms_alarm_authority_id"), table_name="alarms_alarm")
    op.drop_table("alarms_alarm")
