"""Calls that the invented people practised, one with a sheet written by an invented trainer."""

from boutdufil.kernel.calls.enums import ParticipantRole, Seen
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.scenarios import scenario, walk
from boutdufil.kernel.calls.selectors.practice import practised_by
from boutdufil.kernel.calls.services import add_participant, connect_call, end_call
from boutdufil.kernel.calls.services.practice import (
    answer_observation,
    keep_practice,
    open_practice,
)
from boutdufil.kernel.calls.services.sheets import reply_to_sheet, share_sheet, write_sheet
from boutdufil.kernel.people.models import Person

LEARNER, OBSERVER = "preparatrice", "organisme"
PARCEL, ACCOUNT = "colis-jamais-arrive", "compte-qui-ne-s-ouvre-pas"
ANSWERS = {
    "welcome": {
        "seen": Seen.SEEN,
        "remark": "Laisse finir la phrase, puis redit la demande avec ses mots.",
    },
    "identity": {"seen": Seen.SEEN, "remark": "Nom et code postal, rien de plus."},
    "decides": {
        "seen": Seen.PARTLY,
        "remark": "Renvoie l’article après l’avoir proposé deux fois.",
    },
    "closes": {"seen": Seen.NOT_SEEN, "remark": "Le numéro de dossier n’est pas donné."},
}
REMARK = (
    "Fiche inventée, pour la démonstration. La voix reste calme, même quand la cliente s’agace."
)
REPLY = "J’ai refait l’appel seule, et cette fois j’ai donné le numéro de dossier."


def furnish() -> None:
    """Let one of them have practised twice, alone and observed; a second time changes nothing."""
    learner = Person.objects.filter(demo_slug=LEARNER).first()
    observer = Person.objects.filter(demo_slug=OBSERVER).first()
    if learner is None or observer is None or practised_by(learner.pk):
        return
    _observed(learner, observer)
    keep_practice(walk=walk(scenario(ACCOUNT), "a.a.a.a"), person=learner)


def _observed(learner: Person, observer: Person) -> None:
    seat = open_practice(slug=PARCEL, channel="voice", person=learner)
    caller = scenario(PARCEL).caller
    add_participant(call=seat.call, role=ParticipantRole.CALLER, name=caller, is_home=True)
    add_participant(
        call=seat.call, role=ParticipantRole.OBSERVER, person=observer, name=observer.name
    )
    answer_observation(participant_id=seat.pk, agrees=True)
    connect_call(call_id=seat.call_id)
    end_call(call_id=seat.call_id, cause="hung_up")
    _write(seat, observer, learner)


def _write(seat: Participant, observer: Person, learner: Person) -> None:
    sheet = write_sheet(call_id=seat.call_id, observer=observer, answers=ANSWERS, remark=REMARK)
    reply_to_sheet(sheet_id=sheet.pk, words=REPLY)
    share_sheet(sheet_id=sheet.pk, actor_id=learner.pk)
