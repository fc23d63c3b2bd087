"""What a call refuses; each message is shown to the person as it stands."""

from django.utils.translation import gettext as _


class CallRefusedError(Exception):
    """The call cannot do this now; the message is for the person, in their language."""


class CallEndedError(CallRefusedError):
    """The call is over: nobody enters it any more."""

    def __init__(self) -> None:
        super().__init__(_("Cet appel est terminé."))


class WrongStepError(CallRefusedError):
    """The call cannot go from the state it is in to the one that was asked."""

    def __init__(self, now: str, asked: str) -> None:
        super().__init__(
            _("Cet appel ne peut pas passer de « %(now)s » à « %(asked)s ».")
            % {"now": now, "asked": asked}
        )


class FullCallError(CallRefusedError):
    """Everybody who fits in is there already."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Cet appel réunit déjà %(most)s personnes, le plus possible.") % {"most": most}
        )


class SeatTakenBackError(CallRefusedError):
    """The call went on to somebody else, or whoever asked for help has it back."""

    def __init__(self) -> None:
        super().__init__(_("Vous n’êtes plus dans cet appel."))


class StrangerError(CallRefusedError):
    """Somebody of another call."""

    def __init__(self) -> None:
        super().__init__(_("Cette personne n’est pas dans cet appel."))


class LegTokenError(CallRefusedError):
    """The token opens nothing: forged, or too old."""

    def __init__(self) -> None:
        super().__init__(_("Ce lien vers l’appel n’est plus valable."))


class UnknownScenarioError(CallRefusedError):
    """No scenario is called so."""

    def __init__(self) -> None:
        super().__init__(_("Ce scénario n’existe pas."))


class NotAgreedError(CallRefusedError):
    """The person observed has not said yes."""

    def __init__(self) -> None:
        super().__init__(
            _("La personne observée n’a pas accepté : aucune fiche ne peut être écrite.")
        )
