"""What can go wrong in the room, by name; messages are shown as they stand."""

from collections.abc import Mapping

from boutdufil.kernel.posts.law import Finding


class IllicoError(Exception):
    """Base of every error of this room."""


class NumberError(IllicoError):
    """An act a number refuses."""


class NumberRefusedError(NumberError):
    """What the law or the charter has against a number; nothing was written."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.remedy for finding in findings))
        self.findings = findings


class ReliefError(NumberError):
    """Who answers when nobody is free cannot be set so; ``by_field`` says what is wrong where."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__(" ".join(by_field.values()))
        self.by_field = by_field


class CharterError(IllicoError):
    """A step the charter does not allow."""


class SeatError(IllicoError):
    """A seat that cannot be given, taken or changed so."""


class ConsoleError(IllicoError):
    """What an agent asked cannot be done now; says what to do. ``code`` is for programs."""

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text)
        self.code = code


class NotOpenError(IllicoError):
    """Nobody is there at this hour, as was published."""


class CallBackRefusedError(IllicoError):
    """A call-back that is no longer possible."""


class LedgerError(IllicoError):
    """An entry that cannot be posted, or a paper that cannot be made of one."""


class EvidenceError(IllicoError):
    """A proof that cannot be given."""


class SlotError(IllicoError):
    """A slot that cannot be given, taken or returned so; says why."""
