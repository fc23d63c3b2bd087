"""What can be done on a number."""
