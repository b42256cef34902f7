"""Performance floors: what a model must do at least, signed before anybody has seen how it does."""
