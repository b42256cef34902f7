"""Signatur brings AI decision support in public authorities into operation and keeps it there."""

__version__ = "0.1.0"
