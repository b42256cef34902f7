"""Access to documents: what must be withheld is found, removed for good, and the answer leaves in time."""
