"""Pages of people: the door, the one-time links, my page, privacy."""
