"""What contests go by, without tables."""
