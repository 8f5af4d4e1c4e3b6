"""Zip-based office files: opened safely, read as text, written the same way each time."""
