"""Commands of Django, in our way where theirs is too slow."""
