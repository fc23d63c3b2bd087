"""Organisations, who acts for them, and branches."""
