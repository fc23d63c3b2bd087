"""What campaigns go by, without tables."""
