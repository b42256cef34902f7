"""Data analysis: a table of past decisions examined before anything is learnt from it."""
