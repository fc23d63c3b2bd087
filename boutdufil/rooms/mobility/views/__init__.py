"""Pages of the path, by noun."""
