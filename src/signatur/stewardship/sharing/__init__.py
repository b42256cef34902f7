"""Sharing: what the next authority needs of a project, signed, and what it must redo itself."""
