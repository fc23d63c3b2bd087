"""A practised call to enter, one that is over with its sheet, one to write a sheet about."""

from uuid import UUID

from boutdufil.kernel.calls import services
from boutdufil.kernel.calls.permissions import Visitor
from boutdufil.kernel.calls.scenarios import scenario, walk
from boutdufil.kernel.people.models import Person
from tests.factories.calls import ObserverSheetFactory, ParticipantFactory

SLUG = "colis-jamais-arrive"
# The seat that the sessions of all visitors remember: the sheet about it is theirs to read.
GUEST_SEAT = UUID("00000000-0000-4000-8000-000000000004")


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Return, by address, arguments that lead to a page."""
    kept = services.practice.keep_practice(walk=walk(scenario(SLUG), "a.a.a.a"), person=person)
    waiting, opened = (_opened() for _ in range(2))
    services.practice.accept_invitation(code=_code(opened), visitor=Visitor(person))
    services.practice.answer_observation(participant_id=opened.pk, agrees=True)
    leg = {"token": services.leg_token(waiting.pk)}
    sheet = {"sheet_id": _sheet_about_a_guest(person)}
    return {
        "calls:invitation": {"code": _code(waiting)},
        "calls:conversation": leg,
        "calls:observation": leg,
        "calls:hang_up": leg,
        "calls:write_sheet": {"call_id": opened.call_id},
        "calls:sheet": sheet,
        "calls:change_sheet": sheet,
        "calls:forget": {"participant_id": kept.pk},
    }


def _opened():
    return services.practice.open_practice(slug=SLUG, channel="voice", person=None)


def _code(seat):
    return seat.call.reference.removeprefix("practice:")


def _sheet_about_a_guest(observer):
    call = _opened().call
    seat = ParticipantFactory(id=GUEST_SEAT, call=call, role="agent")
    sheet = ObserverSheetFactory(
        call=call,
        observed=seat,
        observer=observer,
        answers={"welcome": {"seen": "seen", "remark": "A laissé finir avant de répondre."}},
        reply="Merci, je n’avais pas vu.",
        replied_at=call.opened_at,
    )
    services.end_call(call_id=call.pk)
    return sheet.pk
