"""What insight counts, changes of the setup that can be undone, and indexes for long lists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "mail_routing_insight"
down_revision = "mail_routing_automatic"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ENQUIRY = "mail_routing_enquiry"
# Counts are answered from these alone, without the wide rows.
_COUNTS = {
    "ix_mail_routing_enquiry_counted_by_state": [
        "project_id",
        "state",
        "lane",
        "department_key",
        "needs_help",
        "authority_id",
    ],
    "ix_mail_routing_enquiry_counted_by_department": [
        "project_id",
        "department_key",
        "state",
        "authority_id",
    ],
}
_LISTS = (
    ["project_id", "received_at", "number"],
    ["project_id", "department_key", "received_at", "number"],
    ["project_id", "subject_key", "received_at", "number"],
)
# What the counts by department take the place of.
_BEFORE = ["project_id", "department_key", "state"]


def upgrade() -> None:
    _create_facts()
    _create_changes()
    op.drop_index(_name(_ENQUIRY, _BEFORE), table_name=_ENQUIRY)
    for name, columns in _COUNTS.items():
        op.create_index(name, _ENQUIRY, columns)
    for columns in _LISTS:
        op.create_index(_name(_ENQUIRY, columns), _ENQUIRY, columns)


def _name(table: str, columns: list[str]) -> str:
    return op.f(f"ix_{table}_{'_'.join(columns)}")


def _create_facts() -> None:
    table = "mail_routing_fact"
    op.create_table(
        table,
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("suggested_by", sa.String(), nullable=False),
        sa.Column("suggested_department", sa.String(), nullable=False),
        sa.Column("suggested_subject", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reroutes", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items_item.id"], name=op.f(f"fk_{table}_item_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f(f"fk_{table}_project_id")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f(f"pk_{table}")),
    )
    for columns in (["project_id", "changed_at"], ["project_id", "received_on"]):
        op.create_index(_name(table, columns), table, columns)


def _create_changes() -> None:
    table = "mail_routing_change"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("before", _JSON, nullable=True),
        sa.Column("after", _JSON, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["people_authority.id"], name=op.f(f"fk_{table}_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f(f"fk_{table}_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f(f"fk_{table}_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["people_person.id"], name=op.f(f"fk_{table}_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(_name(table, ["project_id", "id"]), table, ["project_id", "id"])


def downgrade() -> None:
    for columns in reversed(_LISTS):
        op.drop_index(_name(_ENQUIRY, columns), table_name=_ENQUIRY)
    for name in reversed(_COUNTS):
        op.drop_index(name, table_name=_ENQUIRY)
    op.create_index(_name(_ENQUIRY, _BEFORE), _ENQUIRY, _BEFORE)
    op.drop_table("mail_routing_change")
    op.drop_table("mail_routing_fact")
