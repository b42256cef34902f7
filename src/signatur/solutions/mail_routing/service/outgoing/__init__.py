"""What leaves the house: routes, the ways out, receipts, and lists of what is on its way.

Each way out is a module with a channel of the outbox; `channels` holds them all.
"""
