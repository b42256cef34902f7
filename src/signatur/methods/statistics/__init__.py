"""Statistics that several solutions share."""
