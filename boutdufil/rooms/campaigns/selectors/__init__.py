"""What is read of campaigns, by noun."""
