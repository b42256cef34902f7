"""What the bad files say; invented."""

WORD = "Grethe Overlund"
"""Stands in every file that can be read; invented."""
SENTENCE = f"Kommunen har skrevet til {WORD} om sagen."

RTL = "שלום " + WORD + " مرحبا \u202eesreveR\u202c"
ZALGO = "".join(sign + "\u0300\u0316\u0489" * 4 for sign in "Grethe") + " " + WORD
