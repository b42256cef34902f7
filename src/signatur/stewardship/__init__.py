"""The way from idea to operation that every solution walks."""
