"""Readiness: is this a task for AI, seen from the sides that decided forty earlier projects?"""
