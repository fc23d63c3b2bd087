"""People: who signs in, by which sessions, and what is kept about them."""
