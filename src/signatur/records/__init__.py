"""What every solution writes down: people, projects, items, suggestions, decisions, models, audit."""
