"""Projects: one authority's use of one solution, its stage, and the gates between the stages.

This is where what may happen is enforced: suggestions, decisions, effects and automatic decisions
each need a stage, and the evidence that opened it must still be valid.
"""
