"""The first tables of decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "decisions_1"
down_revision = "registry_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions_authorisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scope", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("floor", sa.Double(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("control_share", sa.Double(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["people_person.id"], name=op.f("fk_decisions_authorisation_giver_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_decisions_authorisation_project_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_authorisation")),
    )
    op.create_index(
        op.f("ix_decisions_authorisation_project_id"),
        "decisions_authorisation",
        ["project_id"],
        unique=False,
    )
    op.create_table(
        "decisions_suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("model_version_id", sa.Uuid(), nullable=True),
        sa.Column(
            "answer", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "reasons", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column(
            "basis", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("input_sha256", sa.String(), nullable=False),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_decisions_suggestion_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["registry_model_version.id"],
            name=op.f("fk_decisions_suggestion_model_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_decisions_suggestion_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_suggestion")),
    )
    op.create_index(
        op.f("ix_decisions_suggestion_item_id_id"),
        "decisions_suggestion",
        ["item_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_decisions_suggestion_project_id_id"),
        "decisions_suggestion",
        ["project_id", "id"],
        unique=False,
    )
    op.create_table(
        "decisions_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column(
            "answer", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("authorisation_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (authorisation_id IS NULL)",
            name=op.f("ck_decisions_decision_somebody_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["authorisation_id"],
            ["decisions_authorisation.id"],
            name=op.f("fk_decisions_decision_authorisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_decisions_decision_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_decisions_decision_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_decisions_decision_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["decisions_suggestion.id"],
            name=op.f("fk_decisions_decision_suggestion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["people_person.id"], name=op.f("fk_decisions_decision_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_decision")),
    )
    op.create_index(
        op.f("ix_decisions_decision_item_id_id"),
        "decisions_decision",
        ["item_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_decisions_decision_project_id_at"),
        "decisions_decision",
        ["project_id", "at"],
        unique=False,
    )
    op.create_index(
        "uq_decisions_decision_settled",
        "decisions_decision",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL AND outcome <> 'undecided'"),
        postgresql_where=sa.text("undone_at IS NULL AND outcome <> 'undecided'"),
    )
    op.create_table(
        "decisions_showing",
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column(
            "shown", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_decisions_showing_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["decisions_suggestion.id"],
            name=op.f("fk_decisions_showing_suggestion_id"),
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "person_id", name=op.f("pk_decisions_showing")),
    )


def downgrade() -> None:
    op.drop_table("decisions_showing")
    op.drop_index(
        "uq_decisions_decision_settled",
        table_name="decisions_decision",
        sqlite_where=sa.text("undone_at IS NULL AND outcome <> 'undecided'"),
        postgresql_where=sa.text("undone_at IS NULL AND outcome <> 'undecided'"),
    )
    op.drop_index(op.f("ix_decisions_decision_project_id_at"), table_name="decisions_decision")
    op.drop_index(op.f("ix_decisions_decision_item_id_id"), table_name="decisions_decision")
    op.drop_table("decisions_decision")
    op.drop_index(op.f("ix_decisions_suggestion_project_id_id"), table_name="decisions_suggestion")
    op.drop_index(op.f("ix_decisions_suggestion_item_id_id"), table_name="decisions_suggestion")
    op.drop_table("decisions_suggestion")
    op.drop_index(
        op.f("ix_decisions_authorisation_project_id"), table_name="decisions_authorisation"
    )
    op.drop_table("decisions_authorisation")
