"""Effects: what Signatur does to the outside world once a decision is recorded.

The only road out of the house. An effect is ordered in the transaction of its decision, may be held
or withdrawn until it has left, and is checked against the project's gate again as it leaves.
"""
