"""What changes contests, by noun."""
