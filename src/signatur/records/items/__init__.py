"""Items: the things that solutions work on. What comes in is stored before it is understood."""
