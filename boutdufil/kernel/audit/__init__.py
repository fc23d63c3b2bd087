"""Who did what and when, kept so that the application itself cannot change it."""
