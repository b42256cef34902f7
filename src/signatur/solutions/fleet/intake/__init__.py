"""Reads what comes in: trips, segments, vehicles, positions and homes, from files and from vendors.

Nothing is dropped in silence: what cannot be used is handed back with its line and the reason. Names
of drivers are not taken in.
"""
