"""What the barometer goes by, without tables."""
