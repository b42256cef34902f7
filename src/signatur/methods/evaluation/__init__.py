"""Judging a model that others made: against a floor, against people, against simpler ones, by group.

All of it works on answers alone, whatever gave them; no model is fitted or asked here.
"""
