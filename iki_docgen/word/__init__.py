"""Templates and Word files: the only room that knows docxtpl."""
