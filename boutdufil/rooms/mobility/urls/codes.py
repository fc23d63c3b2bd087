"""Codes of the ROME in addresses."""

from django.urls import register_converter


class RomeCode:
    """A code of the ROME in an address, in either case: anything else is no address."""

    regex = "[A-Za-z][0-9]{4}"

    def to_python(self, value: str) -> str:
        """Return the code as the referential writes it."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return the code as it stands."""
        return value


register_converter(RomeCode, "rome")

# The part of an address that names a job.
JOB = "<rome:code>"
