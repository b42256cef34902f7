"""Lets `python -m signatur` do what `signatur` does."""

from signatur.cli import main

main()
