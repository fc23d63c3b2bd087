"""What changes a path, by noun."""
