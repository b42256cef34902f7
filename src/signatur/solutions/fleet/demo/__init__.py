"""Invented driving of an invented home care, with studies of it."""

from signatur.solutions.fleet.demo.load import load_demo

__all__ = ["load_demo"]
