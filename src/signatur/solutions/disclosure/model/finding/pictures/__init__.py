"""Signatures, faces and bar codes on the pages of a document."""

from signatur.solutions.disclosure.model.finding.pictures.finding import find_in_pictures

__all__ = ["find_in_pictures"]
