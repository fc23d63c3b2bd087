"""The meetings of job datings as a table to take away: never a recruiter's note or word."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boutdufil.lib.tables import Value
from boutdufil.rooms.campaigns.models import Meeting
from boutdufil.rooms.campaigns.selectors.dating import dating_row


def meetings_table(node_ids: Sequence[int]) -> tuple[Sequence[str], list[Sequence[Value]]]:
    """Return header and rows: who met whom when, by the code of their ticket."""
    header = [_("élément"), _("table"), _("employeur"), _("de"), _("code du billet"), _("état")]
    found = Meeting.objects.filter(dating__node_id__in=node_ids).select_related(
        "dating__node", "table__organisation", "registration"
    )
    return header, [
        [
            one.dating.node.name,
            one.table.label,
            one.table.organisation.name,
            localtime(dating_row(one.dating).clock.start(one.round)),
            one.registration.code,
            one.get_state_display(),
        ]
        for one in found.order_by("dating_id", "round", "table__label", "pk")
    ]
