"""The first tables of monitoring."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "monitoring_1"
down_revision = "evaluation_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_LOOK = "monitoring_look"


def upgrade() -> None:
    op.create_table(
        _LOOK,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["people_authority.id"], name=op.f(f"fk_{_LOOK}_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f(f"fk_{_LOOK}_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_LOOK}")),
        sa.UniqueConstraint("project_id", "day", name=op.f(f"uq_{_LOOK}_project_id_day")),
    )


def downgrade() -> None:
    op.drop_table(_LOOK)
