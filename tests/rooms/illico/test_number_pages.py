"""The pages of numbers: an owner's seat, and what everybody reads."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.organisations.enums import OrganisationKind, Role
from boutdufil.rooms.illico.enums import CharterState, Outcome, Payer, Purpose
from boutdufil.rooms.illico.models import Answer, Closing, Number, OpenDay, OpeningHours
from boutdufil.rooms.illico.rules.opening import END_OF_DAY
from boutdufil.rooms.illico.services.hours import publish_days
from tests.factories.illico import (
    AnswerFactory,
    NumberFactory,
    OpeningHoursFactory,
    ServiceCallFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Service après-vente",
    "code": "",
    "presentation": "",
    "purposes": ["after_sales", "advice"],
    "payer": "company",
    "channels": ["voice", "video"],
    "languages": ["fr", "en"],
    "skills": "colis, facturation",
    "rate": "0,60",
    "ceiling": "12",
    "floor": "0,35",
    "free_alternative": "",
}


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def address(name, *args):
    return reverse(name, args=args)


@pytest.fixture
def manager(client):
    """Return somebody signed in who manages a company."""
    membership = MembershipFactory(role=Role.MANAGER)
    client.force_login(membership.person)
    return membership


@pytest.fixture
def number(manager):
    return around_the_clock(
        NumberFactory(organisation=manager.organisation, code="colis", published_at=timezone.now())
    )


def around_the_clock(number):
    for channel in number.channels:
        for weekday in range(1, 8):
            OpeningHoursFactory(
                number=number, channel=channel, weekday=weekday, opens=time(0), closes=END_OF_DAY
            )
    return number


def test_a_number_is_registered_with_what_was_typed(client, manager):
    answer = client.post(address("illico:new_number", manager.organisation_id), TYPED)

    number = Number.objects.get()
    assert answer.url == address("illico:hours", "service-apres-vente")
    assert (number.rate, number.ceiling, number.floor) == (6_000, 120_000, 3_500)
    assert number.skills == ["colis", "facturation"]
    assert number.charter_state == CharterState.CANDIDATE
    assert number.published_at is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"payer": "caller"}, "L.121-16"),
        ({"payer": "caller", "purposes": ["advice"]}, "L.112-8"),
        ({"rate": "0,61"}, "Le plafond est de 0,60"),
        ({"rate": "soixante"}, "Écrivez un montant comme 0,60."),
        ({"channels": ["voice"], "over_250_million": "on"}, "2017-875"),
        ({"code": "numeros"}, "Cette adresse est déjà prise"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, manager, changes, said):
    answer = client.post(address("illico:new_number", manager.organisation_id), TYPED | changes)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Service après-vente" in text_of(answer)
    assert not Number.objects.exists()


def test_a_public_body_owes_sign_language(client):
    body = OrganisationFactory(kind=OrganisationKind.PUBLIC_BODY)
    client.force_login(MembershipFactory(organisation=body, role=Role.MANAGER).person)

    answer = client.post(
        address("illico:new_number", body.pk),
        TYPED | {"purposes": ["public_service"], "channels": ["voice"]},
    )

    assert answer.status_code == 422
    assert "article 78" in text_of(answer)


def test_hours_are_typed_a_line_a_day(client, manager):
    client.post(address("illico:new_number", manager.organisation_id), TYPED)
    week = {f"voice-{day}": "8h-12h, 14h-18h30" for day in range(1, 6)}

    answer = client.post(
        address("illico:hours", "service-apres-vente"), week | {"video-same": "on"}
    )

    assert answer.url == address("illico:own_number", "service-apres-vente")
    assert OpeningHours.objects.filter(channel=Channel.VIDEO).count() == 10
    assert "14h-18h30" in text_of(client.get(address("illico:hours", "service-apres-vente")))


def test_an_unreadable_hour_is_said_at_its_day(client, number):
    answer = client.post(address("illico:hours", number.code), {"voice-1": "de huit à douze"})

    assert answer.status_code == 422
    assert "Écrivez des heures comme 8h-12h" in text_of(answer)
    assert "de huit à douze" in text_of(answer)


def test_publishing_needs_hours_and_freezes_them(client, manager):
    client.post(address("illico:new_number", manager.organisation_id), TYPED)
    code = "service-apres-vente"
    assert "Ce qui manque pour publier" in text_of(client.get(address("illico:own_number", code)))

    refused = client.post(address("illico:publish_number", code), follow=True)
    assert "au moins une heure" in text_of(refused)
    client.post(address("illico:hours", code), {"voice-1": "24h/24", "video-1": "8h-9h"})
    client.post(address("illico:publish_number", code))

    assert Number.objects.get().published_at
    assert OpenDay.objects.count() == 8


def test_a_published_number_has_the_button_first(client, number):
    client.logout()
    publish_days(now=timezone.now())

    text = text_of(client.get(address("illico:number", number.code)))

    assert text.index("Appeler par la voix") < text.index("Avant d’appeler")
    assert "L’appel ne vous coûte rien" in text
    assert "Au moins 60" in text
    assert "inconnu" in text


def test_a_closed_channel_says_when_it_opens(client, number):
    OpeningHours.objects.filter(channel=Channel.TEXT).delete()
    OpeningHoursFactory(
        number=number,
        channel=Channel.TEXT,
        weekday=timezone.localdate().isoweekday() % 7 + 1,
        opens=time(9),
        closes=time(10),
    )

    text = text_of(client.get(address("illico:number", number.code)))

    assert re.search(r"Par texte</strong> fermé · ouvre \w+ \d+.* à 9.h", text)


def test_a_draft_is_no_page(client, manager):
    number = NumberFactory(organisation=manager.organisation)

    assert client.get(address("illico:number", number.code)).status_code == 404
    assert client.get(address("illico:own_number", number.code)).status_code == 200


def test_figures_are_shown_with_n_and_interval(client, number):
    now = timezone.now()
    for _ in range(3):
        ServiceCallFactory(number=number, clicked_at=now, outcome=Outcome.ANSWERED, kept=True)
    ServiceCallFactory(number=number, clicked_at=now, outcome=Outcome.REFUSED, kept=False)
    ServiceCallFactory(number=number, clicked_at=now, outcome=Outcome.ABANDONED_AT_ONCE)

    text = text_of(client.get(address("illico:number", number.code)))

    assert "75,0" in text
    assert "entre 30,1" in text
    assert "dont 1 promesse rompue" in text
    assert "pas assez d’appels pour juger" in text
    assert "1 raccrochés avant 5 s" in text


def test_invented_calls_stand_apart(client, number):
    ServiceCallFactory(
        number=number,
        clicked_at=timezone.now(),
        outcome=Outcome.ANSWERED,
        kept=True,
        invented=True,
    )

    text = text_of(client.get(address("illico:number", number.code)))

    assert "Personne n’a encore appelé ce numéro depuis ce site." in text
    assert "Ces appels n’ont pas eu lieu" in text


def test_words_lead_to_answers_without_javascript(client, number):
    AnswerFactory(number=number, question="Où est mon colis ?")
    AnswerFactory(number=number, question="Comment payer ?", text="Par carte.")

    whole = text_of(client.get(address("illico:number", number.code), {"q": "coli"}))
    piece = text_of(client.get(address("illico:find_answers", number.code), {"q": "coli"}))

    assert "1 réponse<" in whole
    assert "Où est mon colis" in piece
    assert "Comment payer" not in piece


def test_nothing_found_leads_to_a_person(client, number):
    piece = text_of(client.get(address("illico:find_answers", number.code), {"q": "dragons"}))

    assert "Une personne, elle, vous répondra." in piece


def test_questions_are_kept_by_their_owner(client, number):
    page = address("illico:answers", number.code)
    for question in ("Première", "Seconde"):
        client.post(page, {"question": question, "text": "Oui.", "language": "fr"})
    first, second = Answer.objects.all()

    client.post(address("illico:move_answer", number.code, second.pk), {"to": "up"})
    assert [row.question for row in Answer.objects.all()] == ["Seconde", "Première"]
    client.post(
        address("illico:edit_answer", number.code, first.pk),
        {"question": "Et après ?", "text": "Non.", "language": "en"},
    )
    assert "Et après ?" in text_of(client.get(page))
    client.post(address("illico:remove_answer", number.code, second.pk))
    assert [row.question for row in Answer.objects.all()] == ["Et après ?"]


def test_an_exceptional_closing_is_said_before_and_after(client, number):
    page = address("illico:closing", number.code)
    assert "comme une promesse rompue" in text_of(client.get(page))
    today = timezone.localdate() + timedelta(days=1)

    client.post(
        page, {"channel": "", "day": today.isoformat(), "hours": "14h-16h", "reason": "Incendie"}
    )

    closing = Closing.objects.get()
    assert "Incendie" in text_of(client.get(page))
    assert "fermeture exceptionnelle" in text_of(client.get(address("illico:number", number.code)))
    client.post(address("illico:reopen", number.code, closing.pk))
    assert not Closing.objects.exists()


def test_a_closed_number_answers_nobody(client, number):
    client.post(address("illico:close_number", number.code))

    text = text_of(client.get(address("illico:number", number.code)))

    assert "Ce numéro est fermé" in text
    assert "Appeler par la voix" not in text


def test_what_a_number_is_can_change_and_its_address_cannot(client, number):
    client.post(
        address("illico:edit_number", number.code),
        TYPED | {"channels": ["voice", "text"], "name": "Colis et retours"},
    )

    number.refresh_from_db()
    assert (number.name, number.code) == ("Colis et retours", "colis")


OWN = [
    f"illico:{name}"
    for name in ("own_number", "edit_number", "hours", "closing", "answers", "number_charter")
]


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.MANAGER)])
def test_only_managers_have_a_seat(client, number, name, role):
    member = MembershipFactory(role=role or Role.MANAGER)
    if role:
        member.organisation = number.organisation
        member.save()
    client.force_login(member.person)

    assert client.get(address(name, number.code)).status_code == 404


@pytest.mark.parametrize("name", OWN)
def test_a_manager_above_has_it_too(client, number, name):
    group = OrganisationFactory(kind=OrganisationKind.GROUP)
    number.organisation.parent = group
    number.organisation.save()
    client.force_login(MembershipFactory(organisation=group, role=Role.MANAGER).person)

    assert client.get(address(name, number.code)).status_code == 200


def test_one_s_numbers_are_listed_by_organisation(client, manager, number):
    text = text_of(client.get(address("illico:own_numbers")))

    assert manager.organisation.name in text
    assert number.name in text


def directory(client, **asked):
    return text_of(client.get(address("illico:directory"), asked))


def test_the_directory_is_searched(client, number):
    sign = around_the_clock(
        NumberFactory(
            name="Mairie",
            channels=[Channel.VIDEO],
            purposes=[Purpose.PUBLIC_SERVICE],
            published_at=timezone.now(),
            charter_state=CharterState.SUSPENDED,
        )
    )
    OpeningHours.objects.filter(number=number).delete()

    assert sign.name in directory(client)
    assert number.name in directory(client)
    assert "suspendu" in directory(client)
    assert number.name not in directory(client, words="mairie")
    assert number.name not in directory(client, channel="video")
    assert sign.name not in directory(client, purpose="after_sales")
    assert number.name not in directory(client, open_now="on")
    assert "Aucun numéro ne correspond" in directory(client, words="dragons")


@pytest.mark.parametrize("count", [1, 30])
def test_the_directory_costs_the_same_few_or_many(client, count, django_assert_max_num_queries):
    for _ in range(count):
        around = NumberFactory(published_at=timezone.now())
        ServiceCallFactory(number=around, clicked_at=timezone.now(), kept=True)

    with django_assert_max_num_queries(9):
        client.get(address("illico:directory"))


@pytest.mark.parametrize("count", [1, 30])
def test_a_number_costs_the_same_few_or_many(client, number, count, django_assert_max_num_queries):
    for rank in range(count):
        AnswerFactory(number=number, position=rank)
        ServiceCallFactory(number=number, clicked_at=timezone.now(), kept=True)

    with django_assert_max_num_queries(24):
        client.get(address("illico:number", number.code))


def test_the_caller_never_pays_on_the_web(client, number):
    Number.objects.update(payer=Payer.COMPANY)
    at = datetime(2026, 11, 23, 10, tzinfo=UTC)
    publish_days(now=at)

    assert "Rien" in text_of(client.get(address("illico:number", number.code)))
