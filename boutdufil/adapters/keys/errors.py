"""What can be wrong with a file of keys."""


class KeysError(Exception):
    """A file that should hold keys and does not; says which and what to do."""
