"""What two rooms share with one meaning."""
