"""Authorities and the people who work in them: accounts, roles, sign-in."""
