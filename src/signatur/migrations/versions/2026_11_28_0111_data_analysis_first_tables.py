"""The first tables of data analysis."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "data_analysis_1"
down_revision = "legal_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ANALYSIS, _MARK = "data_analysis_analysis", "data_analysis_mark"


def upgrade() -> None:
    op.create_table(
        _ANALYSIS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("question", _JSON, nullable=True),
        sa.Column("told", _JSON, nullable=True),
        sa.Column("effect", _JSON, nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_after", sa.Date(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("statement", sa.String(), nullable=False),
        *_keys(
            _ANALYSIS,
            project_id="projects_project",
            started_by="people_person",
            signed_by="people_person",
        ),
    )
    op.create_index(op.f(f"ix_{_ANALYSIS}_project_id"), _ANALYSIS, ["project_id"])
    op.create_table(
        _MARK,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("new_label", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        *_keys(
            _MARK,
            analysis_id=_ANALYSIS,
            proposed_by="people_person",
            confirmed_by="people_person",
        ),
        sa.UniqueConstraint("analysis_id", "row", name=op.f(f"uq_{_MARK}_analysis_id_row")),
    )


def _keys(table: str, **more: str) -> tuple[sa.Constraint, ...]:
    of = {"authority_id": "people_authority", **more}
    return (
        *(
            sa.ForeignKeyConstraint([column], [f"{name}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, name in of.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.drop_table(_MARK)
    op.drop_table(_ANALYSIS)
