"""Evaluation: is the floor kept on cases that nobody had looked at, and no worse than people?"""
