"""The values of disclosure: what is found, what the law says of it, cases, and what is released."""
