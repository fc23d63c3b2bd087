"""What changes campaigns, by noun."""
