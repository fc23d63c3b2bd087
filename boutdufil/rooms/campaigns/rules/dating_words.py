"""What the slotting engine says, in people's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.engines.slotting import Clash, ClashKind, Reason
from boutdufil.rooms.campaigns.rules.dating import Clock

CLASHES: Mapping[ClashKind, Promise] = {
    ClashKind.CANDIDATE_TWICE: gettext_lazy("la personne serait à deux tables à la fois"),
    ClashKind.TABLE_TWICE: gettext_lazy("la table recevrait deux personnes à la fois"),
    ClashKind.PAIR_TWICE: gettext_lazy("les deux se rencontreraient deux fois"),
    ClashKind.CANDIDATE_ABSENT: gettext_lazy("la personne n’est pas là"),
    ClashKind.RECRUITER_ABSENT: gettext_lazy("la table est fermée"),
    ClashKind.BREAK: gettext_lazy("c’est une pause"),
    ClashKind.OVER_MOST: gettext_lazy("la personne aurait plus de rencontres qu’elle n’en veut"),
    ClashKind.NO_WISH: gettext_lazy("la personne n’a pas souhaité rencontrer cette table"),
}
# To the organiser, who sees everything.
REASONS: Mapping[Reason, Promise] = {
    Reason.NEVER_TOGETHER: gettext_lazy("la personne et la table ne sont jamais là en même temps"),
    Reason.OWN_MOST: gettext_lazy("la personne a autant de rencontres qu’elle en voulait"),
    Reason.TABLE_TAKEN: gettext_lazy("la table reçoit quelqu’un d’autre à chaque tour possible"),
    Reason.ELSEWHERE: gettext_lazy("la personne est à une autre table à chaque tour possible"),
    Reason.CROSSED: gettext_lazy("à chaque tour possible, l’une des deux est occupée"),
    Reason.OPEN: gettext_lazy("rien ne s’y oppose : la rencontre peut être ajoutée"),
}
# To the person: never who sits at the table.
OWN_REASONS: Mapping[Reason, Promise] = {
    Reason.NEVER_TOGETHER: gettext_lazy("vous n’êtes jamais là en même temps"),
    Reason.OWN_MOST: gettext_lazy("vous avez autant de rencontres que vous en vouliez"),
    Reason.TABLE_TAKEN: gettext_lazy("la table est prise à chaque tour où vous pouvez venir"),
    Reason.ELSEWHERE: gettext_lazy("vous êtes à une autre table à chaque tour possible"),
    Reason.CROSSED: gettext_lazy("à chaque tour possible, vous ou la table n’êtes pas libres"),
    Reason.OPEN: gettext_lazy("une place s’est libérée : demandez-la à l’accueil"),
}


def clash_words(clashes: Iterable[Clash], clock: Clock) -> str:
    """Return what clashes, each kind once with when."""
    told: dict[ClashKind, set[str]] = {}
    for clash in clashes:
        hours = {clock.hour(one.slot) for one in clash.meetings}
        told.setdefault(clash.kind, set()).update(hours)
    words = "\u202f; ".join(
        f"{CLASHES[kind]} ({', '.join(sorted(hours))})" for kind, hours in told.items()
    )
    return _("Ce changement ne tient pas : %(why)s.") % {"why": words}
