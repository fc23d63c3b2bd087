"""What an organiser is told of their juries when nobody is at the screen."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from boutdufil.kernel.organisations.models import Membership
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.contests.models import Reading
from boutdufil.rooms.contests.permissions.editions import ORGANISERS


def tell_missing_reader(*, reading_id: int) -> int:
    """Write to those who run the edition that a file lacks a juror; return how many were told."""
    found = Reading.objects.select_related("entry", "stage__edition").filter(pk=reading_id)
    one = found.exclude(recused_at=None).first()
    if one is None:
        return 0
    edition = one.stage.edition
    path = reverse("contests:distribution", args=[edition.pk, one.stage_id])
    facts = {"number": one.entry.number, "edition": edition, "link": absolute_url(path)}
    held = Membership.objects.filter(
        organisation=edition.organiser_id, role__in=ORGANISERS, ended_at=None
    )
    return sum(
        send_letter(
            to=membership.person.email,
            language=membership.person.language,
            subject=gettext_lazy("Un dossier attend un juré"),
            template="contests/juries/missing_reader.txt",
            facts=facts,
        )
        for membership in held.select_related("person")
    )
