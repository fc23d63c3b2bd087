"""What cannot be sealed or read."""


class SealError(ValueError):
    """Something that cannot be sealed, or bytes that are no seal; says what and why."""
