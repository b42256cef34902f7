"""Retention: how long each kind of item is kept, and the nightly job that erases what is due."""
