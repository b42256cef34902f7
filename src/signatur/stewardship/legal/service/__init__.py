"""What the legal part keeps: assessments, bases, duties and living documents."""
