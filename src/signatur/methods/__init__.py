"""Pure computing that several solutions share; usable as a plain library without our database."""
