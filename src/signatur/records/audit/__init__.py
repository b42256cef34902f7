"""The audit: who did what, when, to which thing; append-only, hash-chained, verifiable.

An entry is written in the same transaction as the change that it tells of. What could identify a
person stands outside the chain, so that it can be erased while the chain stays whole.
"""
