"""Business cases: what a project costs and gives, for whom, when, and how good it must be to pay.

`model` computes from a plain file and knows no database; `service` keeps the cases of projects,
signed by two persons, and holds what was planned against what really happened.
"""
