"""The first tables of law."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "legal_1"
down_revision = "readiness_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    table = "legal_assessment"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("answers", _JSON, nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("ai_class", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_keys(table, {"authority_id": "people_authority", "project_id": "projects_project", "made_by": "people_person"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"])
    table = "legal_basis"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("supplementary", sa.String(), nullable=False),
        sa.Column("special_categories", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("reasoning", sa.String(), nullable=False),
        sa.Column("is_explicit", sa.Boolean(), nullable=False),
        sa.Column("is_research_only", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("steps", _JSON, nullable=False),
        sa.Column("overall", sa.String(), nullable=False),
        sa.Column("step_reasons", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        *_keys(table, {"authority_id": "people_authority", "project_id": "projects_project", "drafted_by": "people_person", "decided_by": "people_person", "evidence_id": "projects_evidence"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"])
    table = "legal_rule"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("provision", sa.String(), nullable=False),
        sa.Column("phases", _JSON, nullable=False),
        sa.Column("applies_if", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        *_keys(table, {"authority_id": "people_authority", "drafted_by": "people_person", "decided_by": "people_person"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_authority_id"), table, ["authority_id"])
    table = "legal_task"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("shown_by", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        *_keys(table, {"authority_id": "people_authority", "project_id": "projects_project", "owner_id": "people_person", "done_by": "people_person"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"])
    table = "legal_document"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("risks", _JSON, nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        *_keys(table, {"authority_id": "people_authority", "project_id": "projects_project", "author_id": "people_person", "decided_by": "people_person", "evidence_id": "projects_evidence"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("project_id", "kind", "version", name=op.f(f"uq_{table}_project_id_kind_version")),
    )
    table = "legal_answer"
    op.create_table(
        table,
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("examined_by", sa.Uuid(), nullable=True),
        sa.Column("examined_at", sa.DateTime(timezone=True), nullable=True),
        *_keys(table, {"document_id": "legal_document", "authority_id": "people_authority", "written_by": "people_person", "examined_by": "people_person"}),
        sa.PrimaryKeyConstraint("document_id", "key", name=op.f(f"pk_{table}")),
    )


def _keys(table: str, columns: dict[str, str]) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, of in columns.items()
    ]


def downgrade() -> None:
    op.drop_table("legal_answer")
    op.drop_table("legal_document")
    op.drop_index(op.f("ix_legal_task_project_id"), table_name="legal_task")
    op.drop_table("legal_task")
    op.drop_index(op.f("ix_legal_rule_authority_id"), table_name="legal_rule")
    op.drop_table("legal_rule")
    op.drop_index(op.f("ix_legal_basis_project_id"), table_name="legal_basis")
    op.drop_table("legal_basis")
    op.drop_index(op.f("ix_legal_assessment_project_id"), table_name="legal_assessment")
    op.drop_table("legal_assessment")
