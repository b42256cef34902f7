"""Control shares and what is known of labels: controls, pauses, shadows, hints, reorganisations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "mail_routing_automatic"
down_revision = "mail_routing_outgoing"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _create_controls()
    _create_pauses()
    _create_watches()
    _create_shadows()
    _create_would_be()
    _create_hints()
    _create_reorganisations()


def _create_controls() -> None:
    table = "mail_routing_control"
    op.create_table(
        table,
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("authorisation_id", sa.Uuid(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("model_version_id", sa.Uuid(), nullable=True),
        sa.Column("suggested_by", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("decided_department", sa.String(), nullable=False),
        sa.Column("decided_subject", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_control_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_control_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["authorisation_id"],
            ["decisions_authorisation.id"],
            name=op.f("fk_mail_routing_control_authorisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["decisions_suggestion.id"],
            name=op.f("fk_mail_routing_control_suggestion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["registry_model_version.id"],
            name=op.f("fk_mail_routing_control_model_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions_decision.id"],
            name=op.f("fk_mail_routing_control_decision_id"),
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_mail_routing_control")),
    )
    op.create_index(
        op.f("ix_mail_routing_control_authorisation_id_decided_at"),
        table,
        ["authorisation_id", "decided_at"],
    )
    op.create_index(
        op.f("ix_mail_routing_control_project_id_decided_at"), table, ["project_id", "decided_at"]
    )


def _create_pauses() -> None:
    table = "mail_routing_pause"
    op.create_table(
        table,
        sa.Column("authorisation_id", sa.Uuid(), nullable=False),
        sa.Column("scope_key", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorisation_id"],
            ["decisions_authorisation.id"],
            name=op.f("fk_mail_routing_pause_authorisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_pause_project_id")
        ),
        sa.PrimaryKeyConstraint(
            "authorisation_id", "scope_key", name=op.f("pk_mail_routing_pause")
        ),
    )


def _create_watches() -> None:
    table = "mail_routing_watch"
    op.create_table(
        table,
        sa.Column("authorisation_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("closer_because", sa.String(), nullable=False),
        sa.Column("evidence", sa.Double(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorisation_id"],
            ["decisions_authorisation.id"],
            name=op.f("fk_mail_routing_watch_authorisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_watch_project_id")
        ),
        sa.PrimaryKeyConstraint("authorisation_id", name=op.f("pk_mail_routing_watch")),
    )


def _create_shadows() -> None:
    table = "mail_routing_shadow"
    op.create_table(
        table,
        sa.Column("model_version_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["registry_model_version.id"],
            name=op.f("fk_mail_routing_shadow_model_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_shadow_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["people_person.id"], name=op.f("fk_mail_routing_shadow_started_by")
        ),
        sa.PrimaryKeyConstraint("model_version_id", name=op.f("pk_mail_routing_shadow")),
    )
    op.create_index(op.f("ix_mail_routing_shadow_project_id_until"), table, ["project_id", "until"])


def _create_would_be() -> None:
    table = "mail_routing_would_be"
    op.create_table(
        table,
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("model_version_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_would_be_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["registry_model_version.id"],
            name=op.f("fk_mail_routing_would_be_model_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_mail_routing_would_be_project_id"),
        ),
        sa.PrimaryKeyConstraint(
            "item_id", "model_version_id", name=op.f("pk_mail_routing_would_be")
        ),
    )
    op.create_index(op.f("ix_mail_routing_would_be_model_version_id"), table, ["model_version_id"])


def _create_hints() -> None:
    table = "mail_routing_hint"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_hint_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_hint_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["people_person.id"], name=op.f("fk_mail_routing_hint_noted_by")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["people_person.id"], name=op.f("fk_mail_routing_hint_settled_by")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions_decision.id"],
            name=op.f("fk_mail_routing_hint_decision_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_hint")),
        sa.UniqueConstraint(
            "item_id",
            "source",
            "department_key",
            "subject_key",
            name=op.f("uq_mail_routing_hint_item_id_source_department_key_subject_key"),
        ),
    )
    op.create_index(op.f("ix_mail_routing_hint_item_id"), table, ["item_id"])
    op.create_index(
        op.f("ix_mail_routing_hint_project_id_state_noted_at"),
        table,
        ["project_id", "state", "noted_at"],
    )


def _create_reorganisations() -> None:
    table = "mail_routing_reorganisation"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_keys", _JSON, nullable=False),
        sa.Column("to_key", sa.String(), nullable=False),
        sa.Column("mapping", _JSON, nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_mail_routing_reorganisation_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_mail_routing_reorganisation_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people_person.id"], name=op.f("fk_mail_routing_reorganisation_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"],
            ["people_person.id"],
            name=op.f("fk_mail_routing_reorganisation_undone_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_reorganisation")),
    )
    op.create_index(
        op.f("ix_mail_routing_reorganisation_project_id_id"), table, ["project_id", "id"]
    )


def downgrade() -> None:
    op.drop_table("mail_routing_reorganisation")
    op.drop_table("mail_routing_hint")
    op.drop_table("mail_routing_would_be")
    op.drop_table("mail_routing_shadow")
    op.drop_table("mail_routing_watch")
    op.drop_table("mail_routing_pause")
    op.drop_table("mail_routing_control")
