"""Gates: the evidence of every project is looked at all the time, and what no longer holds stops."""
