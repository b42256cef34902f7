"""The model registry: every model version that ever suggested anything, unchangeable and rebuildable."""
