"""Invented requests for access in an invented authority."""

from signatur.solutions.disclosure.demo.load import load_demo

__all__ = ["load_demo"]
