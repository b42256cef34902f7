"""Suggestions, decisions and standing authorisations.

The system suggests; a named person, or a standing authorisation that a named person gave, decides;
both are recorded. No code path leads from a suggestion to a decision past this folder.
"""
