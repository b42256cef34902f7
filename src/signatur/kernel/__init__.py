"""What any public web application needs, with no word of municipal work in it."""
