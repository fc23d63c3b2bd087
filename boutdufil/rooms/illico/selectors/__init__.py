"""What is asked of numbers and their calls."""
