"""Readers of identifiers: numbers and addresses, each kind in its own module."""
