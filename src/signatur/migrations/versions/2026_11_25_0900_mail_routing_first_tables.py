"""The first tables of mail routing, with its full-text search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "mail_routing_1"
down_revision = "retention_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_setup()
    _create_enquiries()
    _create_search()


def _create_setup() -> None:
    op.create_table(
        "mail_routing_department",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_mail_routing_department_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_mail_routing_department_project_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_department")),
        sa.UniqueConstraint(
            "project_id", "key", name=op.f("uq_mail_routing_department_project_id_key")
        ),
    )
    op.create_table(
        "mail_routing_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("match", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("removed_because", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_mail_routing_rule_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people_person.id"], name=op.f("fk_mail_routing_rule_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_rule_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_rule")),
        sa.UniqueConstraint(
            "project_id", "position", name=op.f("uq_mail_routing_rule_project_id_position")
        ),
    )
    op.create_table(
        "mail_routing_subject",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("kle_code", sa.String(), nullable=False),
        sa.Column("deadline_days", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_mail_routing_subject_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_subject_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_subject")),
        sa.UniqueConstraint(
            "project_id", "key", name=op.f("uq_mail_routing_subject_project_id_key")
        ),
    )


def _create_enquiries() -> None:
    op.create_table(
        "mail_routing_band",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_band_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_band_project_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "band", name=op.f("pk_mail_routing_band")),
    )
    op.create_index(
        op.f("ix_mail_routing_band_project_id_band"),
        "mail_routing_band",
        ["project_id", "band"],
        unique=False,
    )
    op.create_table(
        "mail_routing_enquiry",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column("has_trouble", sa.Boolean(), nullable=False),
        sa.Column("needs_help", sa.Boolean(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column(
            "document", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("teaches", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_mail_routing_enquiry_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_enquiry_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_enquiry_project_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mail_routing_enquiry")),
        sa.UniqueConstraint("item_id", name=op.f("uq_mail_routing_enquiry_item_id")),
    )
    op.create_index(
        op.f("ix_mail_routing_enquiry_digest"), "mail_routing_enquiry", ["digest"], unique=False
    )
    op.create_index(
        op.f("ix_mail_routing_enquiry_project_id_department_key_state"),
        "mail_routing_enquiry",
        ["project_id", "department_key", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_mail_routing_enquiry_project_id_state_received_at_number"),
        "mail_routing_enquiry",
        ["project_id", "state", "received_at", "number"],
        unique=False,
    )
    op.create_table(
        "mail_routing_reference",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_reference_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_mail_routing_reference_project_id"),
        ),
        sa.PrimaryKeyConstraint("item_id", "reference", name=op.f("pk_mail_routing_reference")),
    )
    op.create_index(
        op.f("ix_mail_routing_reference_project_id_reference"),
        "mail_routing_reference",
        ["project_id", "reference"],
        unique=False,
    )
    op.create_table(
        "mail_routing_rule_hit",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items_item.id"], name=op.f("fk_mail_routing_rule_hit_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects_project.id"],
            name=op.f("fk_mail_routing_rule_hit_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["mail_routing_rule.id"], name=op.f("fk_mail_routing_rule_hit_rule_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "rule_id", name=op.f("pk_mail_routing_rule_hit")),
    )
    op.create_index(
        op.f("ix_mail_routing_rule_hit_rule_id"), "mail_routing_rule_hit", ["rule_id"], unique=False
    )


def _create_search() -> None:
    """Make search over the folded text: an index on PostgreSQL, FTS5 with triggers elsewhere."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX mail_routing_search ON mail_routing_enquiry "
            "USING gin (to_tsvector('simple', search_text))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE mail_routing_search USING fts5("
        "search_text, content='mail_routing_enquiry', content_rowid='number', "
        'tokenize="unicode61 remove_diacritics 0")'
    )
    forget = (
        "INSERT INTO mail_routing_search(mail_routing_search, rowid, search_text) "
        "VALUES ('delete', old.number, old.search_text);"
    )
    learn = (
        "INSERT INTO mail_routing_search(rowid, search_text) VALUES (new.number, new.search_text);"
    )
    for change, acts in (
        ("INSERT", learn),
        ("DELETE", forget),
        ("UPDATE OF search_text", forget + learn),
    ):
        name = f"mail_routing_search_{change.split()[0].lower()}"
        op.execute(f"CREATE TRIGGER {name} AFTER {change} ON mail_routing_enquiry BEGIN {acts} END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX mail_routing_search")
    else:
        for change in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER mail_routing_search_{change}")
        op.execute("DROP TABLE mail_routing_search")
    op.drop_index(op.f("ix_mail_routing_rule_hit_rule_id"), table_name="mail_routing_rule_hit")
    op.drop_table("mail_routing_rule_hit")
    op.drop_index(
        op.f("ix_mail_routing_reference_project_id_reference"), table_name="mail_routing_reference"
    )
    op.drop_table("mail_routing_reference")
    op.drop_index(
        op.f("ix_mail_routing_enquiry_project_id_state_received_at_number"),
        table_name="mail_routing_enquiry",
    )
    op.drop_index(
        op.f("ix_mail_routing_enquiry_project_id_department_key_state"),
        table_name="mail_routing_enquiry",
    )
    op.drop_index(op.f("ix_mail_routing_enquiry_digest"), table_name="mail_routing_enquiry")
    op.drop_table("mail_routing_enquiry")
    op.drop_index(op.f("ix_mail_routing_band_project_id_band"), table_name="mail_routing_band")
    op.drop_table("mail_routing_band")
    op.drop_table("mail_routing_subject")
    op.drop_table("mail_routing_rule")
    op.drop_table("mail_routing_department")
