"""An event of the inhabited site as its organiser runs it: slots, letters, something called off."""

from datetime import date, timedelta

from django.utils import timezone

from boutdufil.rooms.campaigns.enums import LetterKind, QuestionKind, RegistrationStatus
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.selectors.letters import stop_token
from boutdufil.rooms.campaigns.services.trail import record
from tests.factories.campaigns import (
    EventFactory,
    IntakeFactory,
    LetterCopyFactory,
    LetterFactory,
    QuestionFactory,
    RegistrationFactory,
    SlotFactory,
)

DAY = date(2027, 10, 20)
OF_THE_TOUR = (
    "questions",
    "import_programme",
    "call_off",
    "take_back",
    "activity",
    "clock",
    "archive",
    "letters",
)


def inhabit_intake(tour: Node, actor_id: int) -> dict[str, dict[str, object]]:
    """Give an event everything its organiser's pages may show."""
    event = EventFactory(
        parent=tour, name="Visite à créneaux", slug="visite-a-creneaux", starts_on=DAY, ends_on=DAY
    )
    intake = IntakeFactory(node=event, capacity=None, largest_group=30)
    slot = SlotFactory(intake=intake, starts_at=timezone.now() + timedelta(days=40))
    for status in RegistrationStatus:
        one = RegistrationFactory(
            intake=intake, slot=slot, status=status, origin="affiche", needs="Une rampe"
        )
    RegistrationFactory(intake=intake, places=24, group_name="Classe", came_at=timezone.now())
    snow = EventFactory(parent=tour, name="Sous la neige", slug="sous-la-neige")
    IntakeFactory(node=snow, called_off_at=timezone.now(), called_off_reason="La neige.")
    asked = QuestionFactory(node=tour, kind=QuestionKind.YES_NO)
    draft = LetterFactory(node=event)
    sent = LetterFactory(node=tour, kind=LetterKind.NEWS, sent_at=timezone.now())
    LetterCopyFactory(letter=sent, registration=one)
    record(actor_id, "open_registrations", event.pk)
    record(None, "warn_erasure", tour.pk)
    of_the_event = {"node_id": event.pk}
    return {
        **{f"campaigns:{name}": {"node_id": tour.pk} for name in OF_THE_TOUR},
        "campaigns:intake": of_the_event,
        "campaigns:add_slots": of_the_event,
        "campaigns:attendance": of_the_event,
        "campaigns:import_registrations": of_the_event,
        "campaigns:slot": of_the_event | {"slot_id": slot.pk},
        "campaigns:question": {"node_id": tour.pk, "question_id": asked.pk},
        "campaigns:letter": of_the_event | {"letter_id": draft.pk},
        "campaigns:stop_letters": {"token": stop_token(one.pk)},
    }
