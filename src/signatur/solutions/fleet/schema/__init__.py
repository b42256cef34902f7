"""The values of the fleet: trips, vehicles, rules, and what a calculation says."""
