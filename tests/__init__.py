"""Tests mirror `src/signatur`; what must hold for every solution stands in `contract`."""
