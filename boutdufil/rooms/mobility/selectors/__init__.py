"""What is read of a path, by noun."""
