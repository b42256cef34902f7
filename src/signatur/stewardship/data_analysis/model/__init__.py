"""What an analysis says in words, figures, pictures and files. Pure."""
