"""The forms of numbers."""
