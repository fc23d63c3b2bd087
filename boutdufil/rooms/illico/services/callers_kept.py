"""How long what is known of callers is kept: they have no account to erase it from."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.illico.enums import CallBackState
from boutdufil.rooms.illico.models import CallBack
from boutdufil.rooms.illico.services.call_backs import LONGEST_WAIT
from boutdufil.rooms.illico.services.filtering import MARK_KEPT, forget_marks

OVER = (CallBackState.TAKEN, CallBackState.LEFT, CallBackState.EXPIRED)
CALL_BACK_KEPT = timedelta(days=30)


def forget_call_backs(now: datetime) -> int:
    """Delete the call-backs that are over, and addresses nobody will write to; return how many."""
    old = CallBack.objects.filter(state__in=OVER, asked_at__lt=now - CALL_BACK_KEPT)
    gone, _by_kind = old.delete()
    late = CallBack.objects.exclude(email="").filter(asked_at__lt=now - 2 * LONGEST_WAIT)
    return gone + late.update(email="")


RULES = (
    RetentionRule(
        name="illico.marks",
        what=_("Empreintes du navigateur et du réseau d’où vient un appel"),
        period=MARK_KEPT,
        source=_("RGPD, article 5.1.e : le temps d’écarter un appel abusif"),
        run=forget_marks,
    ),
    RetentionRule(
        name="illico.call_backs",
        what=_("Demandes de rappel (l’adresse est oubliée dès le message parti)"),
        period=CALL_BACK_KEPT,
        source=_("RGPD, article 5.1.e"),
        run=forget_call_backs,
    ),
)
