"""Routes out of the house and receipts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "mail_routing_outgoing"
down_revision = "mail_routing_sources"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "mail_routing_route",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["people_authority.id"],
            name=op.f("fk_mail_routing_route_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people_person.id"], name=op.f("fk_mail_routing_route_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_mail_routing_route_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_route")),
    )
    op.create_index(
        op.f("ix_mail_routing_route_project_id_department_key"),
        "mail_routing_route",
        ["project_id", "department_key"],
    )
    _create_outgoing()
    _create_receipts()


def _create_outgoing() -> None:
    op.create_table(
        "mail_routing_outgoing",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("department_key", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("wire_id", sa.Uuid(), nullable=False),
        sa.Column("is_held_alone", sa.Boolean(), nullable=False),
        sa.Column("last_code", sa.String(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        *_foreign_keys("mail_routing_outgoing"),
        sa.ForeignKeyConstraint(
            ["route_id"],
            ["mail_routing_route.id"],
            name=op.f("fk_mail_routing_outgoing_route_id"),
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_mail_routing_outgoing")),
        sa.UniqueConstraint(
            "authority_id", "wire_id", name=op.f("uq_mail_routing_outgoing_authority_id_wire_id")
        ),
    )
    for columns in (
        ["project_id", "delivery_id"],
        ["project_id", "last_code"],
        ["item_id"],
        ["decision_id"],
        ["route_id"],
    ):
        name = f"ix_mail_routing_outgoing_{'_'.join(columns)}"
        op.create_index(op.f(name), "mail_routing_outgoing", columns)


def _create_receipts() -> None:
    op.create_table(
        "mail_routing_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw_sha256", sa.String(), nullable=False),
        *_foreign_keys("mail_routing_receipt"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_routing_receipt")),
        sa.UniqueConstraint(
            "delivery_id",
            "raw_sha256",
            name=op.f("uq_mail_routing_receipt_delivery_id_raw_sha256"),
        ),
    )
    op.create_index(
        op.f("ix_mail_routing_receipt_item_id"), "mail_routing_receipt", ["item_id"]
    )


def _foreign_keys(table: str) -> list[sa.ForeignKeyConstraint]:
    pointed_to = {
        "authority_id": "people_authority.id",
        "project_id": "projects_project.id",
        "delivery_id": "kernel_outbox.id",
        "item_id": "items_item.id",
        "decision_id": "decisions_decision.id",
    }
    return [
        sa.ForeignKeyConstraint([column], [other], name=op.f(f"fk_{table}_{column}"))
        for column, other in pointed_to.items()
    ]


def downgrade() -> None:
    op.drop_table("mail_routing_receipt")
    op.drop_table("mail_routing_outgoing")
    op.drop_table("mail_routing_route")
