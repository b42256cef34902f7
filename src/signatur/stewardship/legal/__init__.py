"""Law: what applies, from which date, on which basis, and what must be shown for it."""
