"""What changes the barometer, by noun."""
