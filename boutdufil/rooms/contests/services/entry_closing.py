"""What becomes of entries that are not complete when entries close, and who is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.contests.enums import EditionStatus, EntryStatus
from boutdufil.rooms.contests.models import Entry
from boutdufil.rooms.contests.services.employers import refuse_entry
from boutdufil.rooms.contests.services.standings import lock_entry

INCOMPLETE = frozenset({EntryStatus.FORMING, EntryStatus.WAITING})


def close_entries(*, now: datetime) -> int:
    """Refuse what is still incomplete of editions whose entries closed; return how many."""
    found = Entry.objects.filter(
        status__in=INCOMPLETE, edition__closes_at__lte=now, edition__status=EditionStatus.PUBLISHED
    )
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    return sum(_close(entry_id) for entry_id in ids)


def tell_refusal(*, entry_id: int) -> int:
    """Write to the people of a refused entry why it was; return how many were written to."""
    found = Entry.objects.select_related("edition")
    entry = found.filter(pk=entry_id, status=EntryStatus.REFUSED).first()
    if entry is None:
        return 0
    link = absolute_url(reverse("contests:entry", args=[entry.pk]))
    joined = entry.members.filter(joined_at__isnull=False, person__isnull=False)
    return sum(
        send_letter(
            to=one.person.email if one.person else None,
            language=one.person.language if one.person else "fr",
            subject=gettext_lazy("Votre candidature n’est pas recevable"),
            template="contests/entries/refusal_mail.txt",
            facts={"entry": entry, "link": link},
        )
        for one in joined.select_related("person")
    )


@transaction.atomic
def _close(entry_id: int) -> bool:
    entry = lock_entry(entry_id)
    if entry.status not in INCOMPLETE:
        return False
    # Kept with the entry, in the language of the rules.
    with override("fr"):
        refuse_entry(entry, _reason(entry))
    return True


def _reason(entry: Entry) -> str:
    if entry.status == EntryStatus.FORMING:
        told = _("À la clôture, l’équipe n’avait pas %(least)s personnes.")
        return told % {"least": entry.edition.team_least}
    return _("À la clôture, l’employeur n’avait pas donné son accord.")
