"""Pages to look at in a browser: one file each, which needs nothing else."""
