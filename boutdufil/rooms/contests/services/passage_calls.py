"""A passage that is a practised call: opened before its jury, taken again when it breaks."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.kernel.calls.enums import CallKind, ParticipantRole
from boutdufil.kernel.calls.errors import CallRefusedError, UnknownScenarioError
from boutdufil.kernel.calls.models import Call, Participant
from boutdufil.kernel.calls.scenarios import scenario
from boutdufil.kernel.calls.services.participants import add_participant, seat_opener
from boutdufil.kernel.calls.services.room import hang_up
from boutdufil.kernel.calls.services.states import open_call
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Member, Passage, PassageCall, Stage, StageCall
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.passage_desk import begin_passage, hold_passage
from boutdufil.rooms.contests.services.passages import HEARD
from boutdufil.rooms.contests.services.trail import record

MOST_IN_ROOM = 30


@transaction.atomic
def choose_call(*, stage_id: int, slug: str, channel: str, actor_id: int | None) -> StageCall:
    """Choose which call everybody takes in a stage.

    :raises ContestError: no stage of passages, a call was already taken in it, no such call.
    """
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage_id)
    if stage.kind not in HEARD:
        raise ContestError(_("Cette épreuve n’a pas de passages."))
    if PassageCall.objects.filter(passage__stage=stage).exists():
        raise ContestError(_("Quelqu’un a déjà pris cet appel : il reste le même pour chacun."))
    try:
        found = scenario(slug)
    except UnknownScenarioError as error:
        raise ContestError(_("Cet appel n’existe plus. Prenez-en un autre."), "slug") from error
    if channel not in found.channels:
        raise ContestError(_("Cet appel ne se prend pas ainsi. Changez de canal."), "channel")
    chosen, _is_new = StageCall.objects.update_or_create(
        stage=stage, defaults={"scenario": slug, "channel": channel}
    )
    record(actor_id, "choose_call", stage.edition_id, stage=stage_id, scenario=slug)
    return chosen


@transaction.atomic
def open_passage_call(*, passage_id: int, in_room: int, actor_id: int | None) -> PassageCall:
    """Open the call of a passage before its jury, once; again it is the call that is open.

    ``in_room`` is how many hear behind the jury's one leg: it is told to the others.

    The passage begins with it, where the jury did not begin it before.

    :raises ContestError: no call was chosen, the passage is over, nobody would hear, the jury
        hears another.
    """
    passage = hold_passage(passage_id)
    going_on = passage.calls.filter(broke_at=None).first()
    if going_on is not None:
        return going_on
    _refuse(passage, in_room)
    return _open(passage, in_room, actor_id)


@transaction.atomic
def take_again(*, passage_id: int, reason: str, in_room: int, actor_id: int | None) -> PassageCall:
    """End a call that broke, note why, and open the next one.

    :raises ContestError: no call is open, no reason, or what keeps a call from being opened.
    """
    passage = hold_passage(passage_id)
    broken = passage.calls.filter(broke_at=None).first()
    if broken is None:
        raise ContestError(_("Aucun appel n’est ouvert."))
    if not reason.strip():
        raise ContestError(_("Dites ce qui a rompu l’appel."), "reason")
    _refuse(passage, in_room)
    hang_up(call_id=broken.call_id, cause="broken")
    broken.broke_at = Call.objects.values_list("ended_at", flat=True).get(pk=broken.call_id)
    broken.broke_reason = reason.strip()[:250]
    broken.save(update_fields=["broke_at", "broke_reason"])
    facts = {"number": passage.entry.number, "call": broken.number, "reason": broken.broke_reason}
    edition_id = passage.stage.edition_id
    write_line(edition_id=edition_id, kind="passage_call_broke", facts=_of(passage, facts))
    opened = _open(passage, in_room, actor_id)
    called = broken.call.participants.filter(role=ParticipantRole.CALLER).first()
    if called is not None and called.person is not None:
        play_caller(passage_id=passage_id, person=called.person)
    return opened


@transaction.atomic
def play_caller(*, passage_id: int, person: Person) -> Participant:
    """Seat whoever plays the caller; who sits there already keeps their seat.

    :raises ContestError: no call is open, or somebody else plays the caller.
    """
    passage = hold_passage(passage_id)
    current = passage.calls.filter(broke_at=None).select_related("call").first()
    if current is None:
        raise ContestError(_("L’appel n’est pas encore ouvert."))
    seated = current.call.participants.filter(role=ParticipantRole.CALLER).first()
    if seated is not None and seated.person_id != person.pk:
        raise ContestError(_("Quelqu’un d’autre appelle déjà."))
    if seated is not None:
        return seated
    name = scenario(current.call.scenario, current.call.scenario_version).caller
    role = ParticipantRole.CALLER
    try:
        return add_participant(call=current.call, role=role, person=person, name=name, is_home=True)
    except CallRefusedError as error:
        raise ContestError(_("Cet appel est terminé.")) from error


def _refuse(passage: Passage, in_room: int) -> None:
    if not StageCall.objects.filter(stage_id=passage.stage_id).exists():
        raise ContestError(_("Aucun appel n’est choisi pour cette épreuve."))
    if passage.entry.status not in LIVE:
        raise ContestError(_("Cette candidature est retirée."))
    if passage.ended_at is not None or passage.stage.status != StageStatus.OPEN:
        raise ContestError(_("Ce passage ne peut pas avoir lieu maintenant."))
    if not 1 <= in_room <= MOST_IN_ROOM:
        told = _("Dites combien de personnes écoutent : de 1 à %(most)d.")
        raise ContestError(told % {"most": MOST_IN_ROOM}, "in_room")


def _open(passage: Passage, in_room: int, actor_id: int | None) -> PassageCall:
    chosen = StageCall.objects.get(stage_id=passage.stage_id)
    call = open_call(
        kind=CallKind.PRACTICE,
        channel=chosen.channel,
        # No code leads to it: nobody but these three has a seat.
        reference=f"contests:passage:{passage.pk}",
        scenario=chosen.scenario,
        language=scenario(chosen.scenario).language,
    )
    seat_opener(
        call=call,
        role=ParticipantRole.AGENT,
        person=_alone_in(passage),
        name=passage.entry.number,
        is_home=True,
    )
    seat_opener(call=call, role=ParticipantRole.OBSERVER, name=_heard_by(in_room))
    number = passage.calls.count() + 1
    opened = PassageCall.objects.create(passage=passage, call=call, number=number, in_room=in_room)
    passage.call = str(call.pk)
    passage.save(update_fields=["call"])
    begin_passage(passage_id=passage.pk, actor_id=actor_id)
    facts = {"number": passage.entry.number, "call": number, "in_room": in_room}
    edition_id = passage.stage.edition_id
    write_line(edition_id=edition_id, kind="passage_call_opened", facts=_of(passage, facts))
    record(actor_id, "open_call", edition_id, passage=passage.pk, call=number)
    return opened


def _alone_in(passage: Passage) -> Person | None:
    """Return who answers where one person alone can; of a team nobody here knows which."""
    found = Member.objects.filter(entry_id=passage.entry_id, joined_at__isnull=False)
    members = list(found.select_related("person")[:2])
    return members[0].person if len(members) == 1 else None


def _heard_by(in_room: int) -> str:
    told = ngettext(
        "Jury (%(in_room)d personne dans la salle)",
        "Jury (%(in_room)d personnes dans la salle)",
        in_room,
    )
    return told % {"in_room": in_room}


def _of(passage: Passage, facts: dict[str, object]) -> dict[str, object]:
    return {"stage": passage.stage_id, **facts}
