"""How long the room keeps what nobody uses any more, and why."""

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.mobility.services import profiles, sharing

RULES = (
    RetentionRule(
        name="mobility.idle_guests",
        what=_("Parcours commencés sans compte, sans activité"),
        period=profiles.GUEST_RETENTION,
        source=_("Guide de la CNIL sur le recrutement (2023) : deux ans au plus ; ici, un an"),
        run=profiles.erase_idle_guests,
    ),
    RetentionRule(
        name="mobility.old_share_links",
        what=_("Liens de partage expirés"),
        period=sharing.SHARE_MEMORY,
        source=_("RGPD, article 5 : pas plus longtemps que nécessaire"),
        run=sharing.erase_old_share_links,
    ),
)
