"""Letters of a wave: planned for a day, one to each contact, once, to those it concerns then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.barometer.enums import MailingKind, Standing, WaveState
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import (
    Drawn,
    Mailing,
    MailingLine,
    RespondentContact,
    Wave,
)
from boutdufil.rooms.barometer.services.responses import open_centres, open_response

WAITING = (Standing.EXPECTED, Standing.STARTED)
# To whom a letter goes: those of whose units one stands like this.
CONCERNS: Mapping[MailingKind, tuple[Standing, ...]] = {
    MailingKind.NOTICE: WAITING,
    MailingKind.INVITATION: WAITING,
    MailingKind.REMINDER: WAITING,
    MailingKind.THANKS: (Standing.ANSWERED,),
}
SUBJECTS: Mapping[MailingKind, Promise] = {
    MailingKind.NOTICE: gettext_lazy("%(survey)s : l’enquête arrive bientôt"),
    MailingKind.INVITATION: gettext_lazy("%(survey)s : votre réponse est attendue"),
    MailingKind.REMINDER: gettext_lazy("%(survey)s : il reste quelques jours pour répondre"),
    MailingKind.THANKS: gettext_lazy("%(survey)s : merci, et voici ce que devient votre réponse"),
}
# A notice may leave before the wave opens; a link to answer may not.
LEAVES_WHILE: Mapping[MailingKind, tuple[WaveState, ...]] = {
    MailingKind.NOTICE: (WaveState.DRAWN, WaveState.OPEN),
    MailingKind.INVITATION: (WaveState.OPEN,),
    MailingKind.REMINDER: (WaveState.OPEN,),
    MailingKind.THANKS: (WaveState.OPEN, WaveState.CLOSED),
}


@transaction.atomic
def plan_mailing(
    *, wave_id: int, kind: MailingKind, planned_on: date, actor_id: int | None
) -> Mailing:
    """Plan a letter of a wave for a day.

    :raises BarometerError: the day is past.
    """
    if planned_on < timezone.localdate():
        raise BarometerError(
            _("Ce jour est passé : choisissez aujourd’hui ou plus tard."), "planned_on"
        )
    made = Mailing.objects.create(wave_id=wave_id, kind=kind, planned_on=planned_on)
    audit.record(
        actor_id=actor_id,
        verb="barometer.plan_mailing",
        subject=f"mailing:{made.pk}",
        facts={"kind": kind, "on": planned_on.isoformat()},
    )
    return made


@transaction.atomic
def drop_mailing(*, mailing_id: int, actor_id: int | None) -> None:
    """Take back a letter that has not left.

    :raises BarometerError: it has.
    """
    gone, _by_kind = Mailing.objects.filter(pk=mailing_id, left_at=None).delete()
    if not gone:
        raise BarometerError(_("Cet envoi est déjà parti."))
    audit.record(actor_id=actor_id, verb="barometer.drop_mailing", subject=f"mailing:{mailing_id}")


def send_due(*, today: date) -> int:
    """Let the letters leave whose day has come; return how many were handed to the post.

    Who is concerned is decided now: somebody who answered this morning gets no reminder.
    """
    due = Mailing.objects.filter(left_at=None, planned_on__lte=today)
    return sum(_let_leave(key) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _let_leave(mailing_id: int) -> int:
    waiting = Mailing.objects.select_for_update(of=("self",)).select_related("wave")
    mailing = waiting.filter(pk=mailing_id, left_at=None).first()
    if mailing is None or mailing.wave.state not in LEAVES_WHILE[MailingKind(mailing.kind)]:
        return 0
    counts: dict[int, int] = {}
    for contact_id in concerned(mailing).values_list("unit__contacts", flat=True):
        counts[contact_id] = counts.get(contact_id, 0) + 1
    lines = [
        MailingLine(mailing=mailing, contact_id=contact_id, units=count)
        for contact_id, count in sorted(counts.items())
    ]
    made = MailingLine.objects.bulk_create(lines)
    if made:
        jobs.enqueue_many("barometer.send_line", [{"line_id": line.pk} for line in made])
    mailing.left_at = timezone.now()
    mailing.save(update_fields=["left_at"])
    return len(lines)


def concerned(mailing: Mailing) -> QuerySet[Drawn]:
    """Return the drawn units a letter is about, once for each contact who may be written to."""
    return Drawn.objects.filter(
        wave_id=mailing.wave_id,
        standing__in=CONCERNS[MailingKind(mailing.kind)],
        unit__contacts__in=RespondentContact.objects.filter(ended_at=None, refused_at=None),
    )


def send_line(*, line_id: int) -> bool:
    """Send one letter; false where its contact asked to be left alone meanwhile."""
    lines = MailingLine.objects.select_related("mailing__wave__survey", "contact")
    line = lines.get(pk=line_id)
    if line.contact.ended_at or line.contact.refused_at:
        return False
    wave, kind = line.mailing.wave, MailingKind(line.mailing.kind)
    return send_letter(
        to=line.contact.email,
        language="fr",
        subject=SUBJECTS[kind],
        template="barometer/waves/letter.txt",
        facts={
            "name": line.contact.name,
            "kind": kind,
            "survey": wave.survey.name,
            "presentation": wave.survey.presentation,
            "contact": wave.survey.contact,
            "opens_on": wave.opens_on,
            "closes_on": wave.closes_on,
            "units": line.units,
            "link": "" if kind == MailingKind.NOTICE else _link(line.contact_id, wave),
        },
    )


def _link(contact_id: int, wave: Wave) -> str:
    """Return where a contact answers: for their one unit, or for all of them."""
    drawn = Drawn.objects.filter(wave=wave, unit__contacts=contact_id)
    alone = list(drawn.values_list("pk", flat=True)[:2])
    if len(alone) == 1:
        path = reverse("barometer:response", args=[open_response(drawn_id=alone[0])])
    else:
        token = open_centres(contact_id=contact_id, wave_id=wave.pk)
        path = reverse("barometer:centres", args=[token])
    return absolute_url(path)
