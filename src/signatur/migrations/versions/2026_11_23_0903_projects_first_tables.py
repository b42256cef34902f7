"""The first tables of projects."""

import sqlalchemy as sa
from alembic import op

revision = "projects_1"
down_revision = "people_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects_project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("solution", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["people_authority.id"], name=op.f("fk_projects_project_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people_person.id"], name=op.f("fk_projects_project_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_project")),
        sa.UniqueConstraint(
            "authority_id", "solution", name=op.f("uq_projects_project_authority_id_solution")
        ),
    )
    op.create_table(
        "projects_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_projects_evidence_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["people_person.id"], name=op.f("fk_projects_evidence_signed_by")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["people_person.id"], name=op.f("fk_projects_evidence_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_evidence")),
    )
    op.create_index(
        op.f("ix_projects_evidence_project_id"), "projects_evidence", ["project_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_projects_evidence_project_id"), table_name="projects_evidence")
    op.drop_table("projects_evidence")
    op.drop_table("projects_project")
