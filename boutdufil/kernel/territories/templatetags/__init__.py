"""Tags of the territories module."""
