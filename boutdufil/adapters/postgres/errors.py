"""What can go wrong with PostgreSQL, each with what to do about it."""


class PostgresError(Exception):
    """Something is wrong with the database server; ``hint`` says what to type."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class BinariesMissingError(PostgresError):
    """No PostgreSQL programs recent enough were found, or they do not run here."""


class AccountError(PostgresError):
    """The system user that PostgreSQL needs under root cannot be had."""


class OtherMajorError(PostgresError):
    """The state folder holds a cluster of another major release."""


class ServerError(PostgresError):
    """A server program failed, or the server does not answer as ours."""


class AlreadyRunningError(PostgresError):
    """Another process holds the site; ``pid`` and ``url`` are what it wrote down."""

    def __init__(self, pid: int | None, url: str) -> None:
        super().__init__(f"already running at {url or 'an unknown address'} (pid {pid or '?'})")
        self.pid = pid
        self.url = url
