"""Odd and bad input made in code, one folder for each kind."""
