"""Monitoring: do people and model still agree, is what it meets the same, does it keep its floor?"""
