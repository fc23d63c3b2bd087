"""What entries and files hold of somebody: taken away, erased, forgotten in time.

A number and what it came to stay: rankings were published by them, and they name nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.services import shred_file
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.contests.enums import BlindState
from boutdufil.rooms.contests.models import (
    AccessReferee,
    Accommodation,
    Entry,
    Member,
    OtherText,
    Submission,
    SubmissionAnswer,
)
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.services.entries import withdraw_entry
from boutdufil.rooms.contests.services.standings import lock_entry, settle_entry

KEPT_FOR = timedelta(days=730)
INVITED_FOR = timedelta(days=30)
SOURCE = _("RGPD, article 5.1.e : pas plus longtemps que nécessaire")


def export_entries(person: Person) -> dict[str, Any]:
    """Return the entries of a person, their files and their accommodation, JSON-able."""
    members = _members(person).select_related("entry__edition")
    accommodation = Accommodation.objects.filter(person=person).first()
    return {
        "entries": [_told(one) for one in members.order_by("pk")],
        "other_texts": list(
            OtherText.objects.filter(written_by=person)
            .order_by("pk")
            .values_list("text", flat=True)
        ),
        "accommodation": _told_accommodation(accommodation) if accommodation else None,
        "asked_as_employer": list(
            _asked(person).order_by("pk").values_list("edition__name", flat=True)
        ),
    }


@transaction.atomic
def erase_entries(person: Person) -> None:
    """Erase a person from their entries; a team goes on without their name, if it is still one."""
    Accommodation.objects.filter(person=person).delete()
    AccessReferee.objects.filter(person=person).delete()
    OtherText.objects.filter(written_by=person).delete()
    SubmissionAnswer.objects.filter(written_by=person).update(written_by=None)
    Submission.objects.filter(handed_in_by=person).update(handed_in_by=None)
    Submission.objects.filter(blind_by=person).update(blind_by=None)
    if person.email:
        _asked(person).update(employer_email="")
    for member in _members(person):
        _erase_member(member)


def forget_entries(now: datetime) -> int:
    """Forget the people and the files of editions that ended long ago; return how many entries."""
    ended = Entry.objects.annotate(ended_at=Max("edition__stages__ends_at"))
    old = ended.filter(ended_at__lt=now - KEPT_FOR).filter(~Q(city=""))
    ids = list(old.values_list("pk", flat=True))
    for entry_id in ids:
        with transaction.atomic():
            Member.objects.filter(entry_id=entry_id).update(
                person=None, name="", email="", nonce="", token_hash=""
            )
            _empty(entry_id)
            Entry.objects.filter(pk=entry_id).update(city="")
    return len(ids)


def forget_accommodations(now: datetime) -> int:
    """Forget accommodations asked for long ago; return how many."""
    return Accommodation.objects.filter(asked_at__lt=now - KEPT_FOR).delete()[0]


def forget_invitations(now: datetime) -> int:
    """Forget the addresses of those who never answered an invitation; return how many."""
    unanswered = Member.objects.filter(joined_at=None, person=None)
    return unanswered.filter(invited_at__lt=now - INVITED_FOR).delete()[0]


def _members(person: Person) -> QuerySet[Member]:
    own = Q(person=person)
    if person.email:
        own |= Q(email=person.email)
    return Member.objects.filter(own)


def _asked(person: Person) -> QuerySet[Entry]:
    return Entry.objects.filter(employer_email=person.email or None)


def _erase_member(member: Member) -> None:
    entry = lock_entry(member.entry_id)
    others = entry.members.filter(joined_at__isnull=False).exclude(pk=member.pk)
    if member.joined_at is None and member.person_id is None:
        member.delete()
        return
    if member.joined_at is not None and not others.exists():
        if entry.status in LIVE:
            withdraw_entry(entry_id=entry.pk, actor_id=None)
        _empty(entry.pk)
    was_captain, member.is_captain = member.is_captain, False
    member.person, member.name, member.email = None, "", ""
    member.nonce, member.token_hash, member.joined_at = "", "", None
    member.save()
    if was_captain:
        others.filter(pk=others.values("pk")[:1]).update(is_captain=True)
    entry.refresh_from_db()
    if others.exists() and not entry.edition.stages.exclude(status="planned").exists():
        settle_entry(entry)


def _empty(entry_id: int) -> None:
    """Empty what an entry says of its people, its files included; its number stays."""
    Entry.objects.filter(pk=entry_id).update(
        team_name="",
        school="",
        employer=None,
        employer_name="",
        employer_email="",
        employer_nonce="",
        employer_token_hash="",
        reason="",
    )
    for one in Submission.objects.filter(entry_id=entry_id).select_related("paper", "blind_paper"):
        _shred(one.paper)
        _shred(one.blind_paper)
        OtherText.objects.filter(answer__submission=one).delete()
        one.answers.update(text="", written_by=None)
        one.film, one.redactions, one.shows_film = "", [], False
        one.blind = BlindState.TO_CHECK
        one.save(update_fields=["film", "redactions", "shows_film", "blind"])


def _shred(file: StoredFile | None) -> None:
    if file is not None and file.shredded_at is None:
        shred_file(file)


def _told(member: Member) -> dict[str, Any]:
    entry = member.entry
    return {
        "edition": entry.edition.name,
        "number": entry.number,
        "status": entry.status,
        "team": entry.team_name,
        "school": entry.school,
        "employer": entry.employer_name,
        "employer_email": entry.employer_email,
        "employer_word": entry.employer_word,
        "employer_may_be_told": entry.tells_employer,
        "city": entry.city,
        "entered_at": entry.entered_at.isoformat(),
        "joined_at": member.joined_at.isoformat() if member.joined_at else None,
        "files": [_told_file(one) for one in entry.submissions.order_by("pk")],
        "passages": [
            {"starts_at": one.starts_at.isoformat(), "minutes": one.minutes, "room": one.room}
            for one in entry.passages.order_by("pk")
        ],
    }


def _told_file(one: Submission) -> dict[str, Any]:
    answers = one.answers.select_related("question").order_by("question__number")
    return {
        "case": one.case.title,
        "answers": [{"number": each.question.number, "text": each.text} for each in answers],
        "film": one.film,
        "paper_sha256": one.paper.sha256 if one.paper else "",
        "handed_in_at": one.handed_in_at.isoformat() if one.handed_in_at else None,
        "sha256": one.sha256,
    }


def _told_accommodation(one: Accommodation) -> dict[str, Any]:
    return {
        "time_factor": str(one.time_factor),
        "large_print": one.large_print,
        "signs": one.signs,
        "asked_at": one.asked_at.isoformat(),
        "consented_at": one.consented_at.isoformat(),
        "granted_at": one.granted_at.isoformat() if one.granted_at else None,
        "declined_at": one.declined_at.isoformat() if one.declined_at else None,
    }


RULES = (
    RetentionRule(
        name="contests.entries",
        what=_("Noms, employeurs et dossiers des candidatures à un concours, après sa fin"),
        period=KEPT_FOR,
        source=SOURCE,
        run=forget_entries,
    ),
    RetentionRule(
        name="contests.accommodations",
        what=_("Aménagements d’épreuve, après la demande"),
        period=KEPT_FOR,
        source=_("RGPD, articles 5.1.e et 9 : avec votre accord, et pas plus longtemps"),
        run=forget_accommodations,
    ),
    RetentionRule(
        name="contests.team_invitations",
        what=_("Adresses invitées dans une équipe et restées sans réponse"),
        period=INVITED_FOR,
        source=SOURCE,
        run=forget_invitations,
    ),
)
