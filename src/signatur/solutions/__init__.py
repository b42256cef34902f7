"""Ready-made decision support: one folder, one job, the same skeleton everywhere."""
