"""What is read of the barometer, by noun."""
