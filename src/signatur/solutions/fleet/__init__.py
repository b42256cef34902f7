"""Fleet: the right vehicles for the driving that is really done.

Recorded trips are driven again on paper with another fleet, and the cheapest fleet that still drives
them is looked for, with a proof of how much cheaper any fleet could be.
"""
