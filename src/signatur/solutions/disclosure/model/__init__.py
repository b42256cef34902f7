"""Finding, linking, law, removing and checking: pure computing, usable without the database."""
