"""What the ledger refuses; each message is shown to the person as it stands."""

from django.utils.translation import gettext as _

from boutdufil.kernel.posts.law.articles import Finding


class LedgerError(Exception):
    """An act the ledger refuses."""


class NoOpenPostError(LedgerError):
    """Every post of the vacancy is filled or closed."""

    def __init__(self) -> None:
        super().__init__(
            _("Tous les postes de cette offre sont pourvus ou fermés : ajoutez un poste d’abord.")
        )


class NothingToOpenError(LedgerError):
    """A need or a vacancy without a single post."""

    def __init__(self) -> None:
        super().__init__(_("Indiquez au moins un poste."))


class TooFewOpenPostsError(LedgerError):
    """More posts are to be closed than are open."""

    def __init__(self, asked: int, available: int) -> None:
        super().__init__(
            _("Vous demandez de fermer %(asked)s postes, %(open)s sont encore ouverts.")
            % {"asked": asked, "open": available}
        )


class VacancyError(Exception):
    """An act on a vacancy that is refused."""


class WrongVacancyStateError(VacancyError):
    """The vacancy is not in a state that allows this act."""

    def __init__(self, status: str) -> None:
        super().__init__(_("Cette offre n’est plus dans l’état où vous l’avez lue."))
        self.status = status


class LawfulnessError(VacancyError):
    """Findings stand between a vacancy and its publication."""

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


class NotPublishableError(LawfulnessError):
    """The law is against publishing it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(_("Cette offre ne peut pas être publiée en l’état."), findings)


class PublicationUnconfirmedError(LawfulnessError):
    """Nothing forbids it, but its employer should look twice."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(_("Relisez ces points, puis confirmez."), findings)


class WrongImportError(VacancyError):
    """An import that cannot go on as asked."""
