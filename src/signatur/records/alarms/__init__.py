"""Alarms: something needs a named person's answer by a day, whatever part of the program saw it."""
