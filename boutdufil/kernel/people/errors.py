"""What can go wrong when somebody signs in or asks for their data."""


class PeopleError(Exception):
    """Any refusal of this module."""


class LinkSpentError(PeopleError):
    """The link was used, has expired or never existed: the three are not told apart."""


class SignInRefusedError(PeopleError):
    """The e-mail and the password do not go together, whatever the reason."""


class TooManyAttemptsError(PeopleError):
    """One key has used up its allowance; the same request may work in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after
