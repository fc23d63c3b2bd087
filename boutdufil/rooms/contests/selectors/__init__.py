"""What is read of contests, by noun."""
