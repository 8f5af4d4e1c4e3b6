"""Two documents -> what changed from one to the other."""
