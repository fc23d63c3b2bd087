"""Sessions and programmes: what is taught, where, when, with how many seats left."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count, QuerySet
from django.utils import timezone

from boutdufil.kernel.territories import selectors as territories
from boutdufil.kernel.training.enums import Mode, TaughtLanguage, TrainingPayer
from boutdufil.kernel.training.models import Block, Certificate, Programme, Session
from boutdufil.kernel.training.selectors.rows import ProgrammeRow, SessionRow
from boutdufil.lib import geo

# Nobody travels farther to a training every day; beyond, the way is left out, not guessed.
FARTHEST_KM = 150.0


def sessions(
    *, near: str = "", minutes: int | None = None, certificate_id: int | None = None
) -> list[SessionRow]:
    """Return the sessions to come, soonest first.

    `near` is an INSEE code: each session then tells the minutes by car, and `minutes` leaves out
    those farther, never those taught wholly at a distance.
    """
    found = coming()
    if certificate_id is not None:
        found = found.filter(programme__blocks__certificate_id=certificate_id).distinct()
    lines = session_rows(found, near=near)
    return [line for line in lines if minutes is None or _is_within(line, minutes)]


def sessions_giving(skills: Collection[str], *, near: str = "") -> list[SessionRow]:
    """Return the sessions to come that teach at least one of these skills, soonest first."""
    found = coming().filter(programme__blocks__skills__overlap=list(skills)).distinct()
    return session_rows(found, near=near) if skills else []


def sessions_of_whole(
    certificate_ids: Collection[int], *, near: str = ""
) -> dict[int, list[SessionRow]]:
    """Return the sessions to come that teach every block of a certificate, by certificate."""
    wanted = Certificate.objects.filter(pk__in=certificate_ids)
    total = dict(wanted.annotate(count=Count("blocks")).values_list("pk", "count"))
    taught = (
        Programme.objects.filter(blocks__certificate_id__in=certificate_ids)
        .values_list("pk", "blocks__certificate_id")
        .annotate(count=Count("blocks"))
        .order_by()
    )
    whole = {(pk, number) for pk, number, count in taught if count == total[number]}
    found = coming().filter(programme_id__in={pk for pk, _number in whole})
    lines = session_rows(found, near=near)
    return {
        number: [line for line in lines if (line.programme.id, number) in whole]
        for number in certificate_ids
    }


def session(session_id: int, *, near: str = "") -> SessionRow | None:
    """Return one session, past and cancelled ones too."""
    return next(iter(session_rows(Session.objects.filter(pk=session_id), near=near)), None)


def session_rows(found: QuerySet[Session], *, near: str = "") -> list[SessionRow]:
    """Return the lines of a list of sessions in the same number of queries."""
    lines = list(
        found.select_related("programme__body__organisation")
        .prefetch_related("programme__blocks__certificate")
        .order_by("starts_on", "pk")
    )
    known = territories.places({one.commune for one in lines})
    way = minutes_from(near)
    return [_session_row(one, known, way) for one in lines]


def programme_rows(found: QuerySet[Programme]) -> list[ProgrammeRow]:
    """Return the lines of a list of programmes in the same number of queries."""
    fetched = found.select_related("body__organisation").prefetch_related("blocks__certificate")
    return [programme_row(one) for one in fetched]


def programme_row(one: Programme) -> ProgrammeRow:
    """Return a programme whose body and blocks were fetched."""
    blocks = sorted(one.blocks.all(), key=lambda block: (block.certificate_id, block.number))
    return ProgrammeRow(
        id=one.pk,
        label=one.label,
        body_id=one.body_id,
        body=one.body.organisation.name,
        body_invented=one.body.organisation.invented,
        certificates=tuple(dict.fromkeys(block.certificate.label for block in blocks)),
        blocks=tuple(block.label for block in blocks),
        skills=_skills(blocks),
        hours=one.hours,
        cost_cents=one.cost_cents,
        payers=tuple(TrainingPayer(payer) for payer in one.payers),
        mode=Mode(one.mode),
        languages=_languages(one),
        in_sign_language=one.in_sign_language,
        prerequisites=one.prerequisites,
        closed_on=one.closed_on,
    )


def _languages(one: Programme) -> tuple[TaughtLanguage, ...]:
    """Return the languages in the order of the list; sign language also where it alone is told."""
    told = {*one.languages, *([TaughtLanguage.SIGN] if one.in_sign_language else [])}
    return tuple(language for language in TaughtLanguage if language in told)


def minutes_from(near: str) -> dict[str, int]:
    """Estimate the minutes by car from an INSEE code to the communes around it.

    The formula is that of `territories.selectors.travel_minutes`, in one query.
    """
    if not near:
        return {}
    around = territories.within(near, FARTHEST_KM)
    return {place.code: geo.shown_minutes(place.km) for place in around}


def _skills(blocks: Iterable[Block]) -> frozenset[str]:
    return frozenset(skill for block in blocks for skill in block.skills)


def coming() -> QuerySet[Session]:
    """Return the sessions nobody cancelled whose first day is still to come."""
    return Session.objects.filter(cancelled_on=None, starts_on__gt=timezone.localdate())


def _is_within(line: SessionRow, minutes: int) -> bool:
    if line.programme.mode == Mode.REMOTE:
        return True
    return line.minutes is not None and line.minutes <= minutes


def _session_row(
    one: Session, known: Mapping[str, territories.PlaceRow], way: Mapping[str, int]
) -> SessionRow:
    return SessionRow(
        id=one.pk,
        programme=programme_row(one.programme),
        commune=one.commune,
        place=known[one.commune].name if one.commune in known else "",
        minutes=way.get(one.commune),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        seats=one.seats,
        booked=one.booked,
        is_open=one.cancelled_on is None and one.starts_on > timezone.localdate(),
        cancelled_on=one.cancelled_on,
    )
