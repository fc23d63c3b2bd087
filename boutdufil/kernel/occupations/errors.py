"""What can go wrong between branches and occupations."""


class NoDoorError(Exception):
    """There is no door to speak of: the guide tells none, or the job is not the branch's own."""
