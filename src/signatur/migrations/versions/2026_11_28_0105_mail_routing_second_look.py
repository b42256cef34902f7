"""What second persons said of disagreements at control."""

import sqlalchemy as sa
from alembic import op

revision = "mail_routing_second_look"
down_revision = "mail_routing_insight"
branch_labels = None
depends_on = None

_TABLE, _CONTROL = "mail_routing_second_look", "mail_routing_control"
_LOOKED = f"ix_{_TABLE}_person_id_at"
# The few that went wrong are asked for on every look at the list.
_WRONG = f"ix_{_CONTROL}_project_id_is_right"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], [f"{_CONTROL}.item_id"], name=op.f(f"fk_{_TABLE}_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f(f"fk_{_TABLE}_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_person_id")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f(f"pk_{_TABLE}")),
    )
    op.create_index(op.f(_LOOKED), _TABLE, ["person_id", "at"])
    op.create_index(op.f(_WRONG), _CONTROL, ["project_id", "is_right"])


def downgrade() -> None:
    op.drop_index(op.f(_WRONG), table_name=_CONTROL)
    op.drop_table(_TABLE)
