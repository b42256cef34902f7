"""Lets `python -m signatur` do what `signatur` does."""

from signatur.cli import main

# Processes that are started beside import this module too.
if __name__ == "__main__":
    main()
