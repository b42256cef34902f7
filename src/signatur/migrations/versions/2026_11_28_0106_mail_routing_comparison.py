"""How challengers compared."""

revision = "mail_routing_comparison"
down_revision = "mail_routing_second_look"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
