"""Portfolio: all projects of an authority at a glance, and the forty that were evaluated before."""
