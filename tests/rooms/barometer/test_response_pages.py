"""Pages of those who answer: the link is the key, nothing typed is lost, files are an equal way."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from boutdufil.lib.tables import read_table
from boutdufil.rooms.barometer.enums import AnswerOrigin, ResponseState
from boutdufil.rooms.barometer.models import Response, Value
from boutdufil.rooms.barometer.rules.tokens import sign_contact_token
from boutdufil.rooms.barometer.selectors.responses import values_of
from boutdufil.rooms.barometer.services.responses import open_centres
from tests.factories.barometer import RespondentContactFactory, UnitFactory
from tests.factories.people import PersonFactory
from tests.rooms.barometer.respondents import (
    WHOLE,
    answered,
    closed_yesterday,
    drawn,
    opened,
    peers,
    save,
    wave,
)

pytestmark = pytest.mark.django_db
OF_ONE = (
    "barometer:response",
    "barometer:response_summary",
    "barometer:response_receipt",
    "barometer:response_receipt_file",
    "barometer:withdraw_response",
)
OF_ALL = ("barometer:centres", "barometer:upload_answers")


def held(revision, **values):
    return json.dumps([revision, values])


def people(token, *, client=None, accept="text/html", **sent):
    """Send the page on people."""
    address = reverse("barometer:response_group", args=[token, "people"])
    return (client or Client()).post(address, sent, headers={"accept": accept})


@pytest.mark.parametrize("name", OF_ONE + OF_ALL)
def test_without_the_link_there_is_nothing(name):
    response = answered(drawn(wave()))
    signed_in = Client()
    signed_in.force_login(PersonFactory())
    for client in (Client(), signed_in):
        for token in ("t" * 43, str(response.pk), response.nonce, response.token_hash):
            assert client.get(reverse(name, args=[token])).status_code == 404


def test_the_link_of_one_response_opens_no_other():
    one_wave = wave()
    (mine, token), (other, _token) = opened(drawn(one_wave)), opened(drawn(one_wave))

    assert people(token, a_heads_end="60", response=other.pk).status_code == 302
    assert values_of(mine.pk) == {"heads_end": 60}
    assert values_of(other.pk) == {}
    assert Client().get(reverse("barometer:centres", args=[token])).status_code == 404


def test_the_welcome_says_why_what_is_promised_and_where_one_was(client):
    response, token = opened(drawn(wave()))
    save(response, {"heads_end": 60})
    page = client.get(reverse("barometer:response", args=[token])).content.decode()

    assert response.drawn.wave.survey.commitment in page
    assert "démonstration, données simulées" in page
    assert "20 minutes" in page
    assert "Reprendre où j’en étais" in page


def test_nothing_typed_is_lost_when_one_answer_cannot_be_read():
    response, token = opened(drawn(wave()))
    answer = people(token, a_heads_end="soixante", a_fte_end="55,5", held=held(0))

    assert answer.status_code == 422
    assert "soixante" in answer.content.decode()
    assert "n’est pas un nombre" in answer.content.decode()
    assert values_of(response.pk) == {"fte_end": 55.5}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1 250", 1250), ("1\u202f250", 1250), ("0", 0), ("", ...), ("-3", ...), ("60,5", ...)],
)
def test_numbers_are_read_as_people_write_them(typed, kept):
    response, token = opened(drawn(wave()))
    people(token, a_heads_end=typed, held=held(0))

    assert values_of(response.pk).get("heads_end", ...) == kept


def test_unknown_is_an_answer_and_hours_become_what_is_asked():
    response, token = opened(drawn(wave()))
    people(token, k_heads_end="on", a_fte_end="16 070", m_fte_end="hours", held=held(0))

    assert values_of(response.pk) == {"heads_end": None, "fte_end": 10}
    shown = Client().get(reverse("barometer:response_group", args=[token, "people"]))
    assert shown.context["form"]["k_heads_end"].value() is True


def test_an_answer_that_opens_questions_here_shows_them_before_going_on():
    _response, token = opened(drawn(wave()))
    here = reverse("barometer:response_group", args=[token, "people"])

    assert people(token, a_counts_by="heads").url == here
    assert people(token, a_counts_by="heads").url != here
    assert people(token, do="stop").url == reverse("barometer:response", args=[token])


def test_two_windows_are_both_shown_and_the_person_chooses():
    response, token = opened(drawn(wave()))
    people(token, a_heads_end="60", held=held(0))
    answer = people(token, a_heads_end="62", held=held(0))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "60\u00a0personnes" in page
    assert "62\u00a0personnes" in page
    assert values_of(response.pk)["heads_end"] == 60
    people(token, a_heads_end="62", held=answer.context["held"])
    assert values_of(response.pk)["heads_end"] == 62


def test_a_script_saves_and_is_told_what_is_held():
    response, token = opened(drawn(wave()))
    said = people(token, accept="application/json", a_heads_end="60", held=held(0)).json()
    assert json.loads(said["held"]) == [1, {"heads_end": 60}]

    late = people(token, accept="application/json", a_heads_end="61", held=held(0))
    assert (late.status_code, late.json()["clash"]) == (409, True)
    assert values_of(response.pk)["heads_end"] == 60


def test_a_closed_wave_refuses_with_words():
    one = drawn(wave(**closed_yesterday()))
    response, token = opened(one)

    answer = people(token, a_heads_end="60")
    assert "close" in answer.content.decode()
    assert values_of(response.pk) == {}
    assert "close" in Client().get(reverse("barometer:response", args=[token])).content.decode()


def test_saving_is_limited_for_each_visitor(settings):
    _response, token = opened(drawn(wave()))
    address = reverse("barometer:withdraw_response", args=[token])
    answers = [Client().post(address).status_code for _time in range(61)]

    assert answers[-2:] == [302, 429]


def test_a_response_is_read_again_sent_and_gives_the_median_at_once(client):
    one_wave = wave()
    stratum = peers(one_wave, (60, 60, 60, 60))
    response, token = opened(drawn(one_wave, stratum=stratum))
    save(response, WHOLE | {"exits": 11})
    summary = reverse("barometer:response_summary", args=[token])
    assert "cela fait 59 personnes" in client.get(summary).content.decode()
    assert client.post(summary, {"minutes": "12"}).status_code == 422

    save(response, {"exits": 10})
    sent = client.post(summary, {"minutes": "12"}, follow=True)

    told = sent.content.decode()
    assert "16,7" in told
    assert "médiane des centres comparables" in told
    assert sent.context["figures"].stratum.median == 0.15
    pdf = client.get(reverse("barometer:response_receipt_file", args=[token]))
    assert pdf.content.startswith(b"%PDF-")


def test_withdrawing_asks_once_more_then_says_so(client):
    response = answered(drawn(wave()))
    token = opened(response.drawn)[1]
    address = reverse("barometer:withdraw_response", args=[token])

    assert client.get(address).status_code == 200
    assert values_of(response.pk)
    assert "Vos réponses sont effacées" in client.post(address, follow=True).content.decode()
    assert values_of(response.pk) == {}


@pytest.fixture
def firm():
    """A contact with three centres of a wave."""
    one_wave = wave()
    units = [UnitFactory(survey=one_wave.survey, source_key=f"S{n}") for n in range(3)]
    for unit in units:
        drawn(one_wave, unit=unit)
    contact = RespondentContactFactory()
    contact.units.set(units)
    token = open_centres(contact_id=contact.pk, wave_id=one_wave.pk)
    return contact, one_wave, token


def of_unit(key):
    return Response.objects.get(drawn__unit__source_key=key)


def test_a_contacts_link_opens_their_centres_and_theirs_alone(firm, client):
    contact, one_wave, token = firm
    other = opened(drawn(one_wave))[0]
    page = client.get(reverse("barometer:centres", args=[token])).content.decode()

    assert page.count("answer-cell") >= 3 * 5
    assert other.drawn.unit.name not in page
    for wrong in (sign_contact_token(contact.pk, 0), sign_contact_token(0, one_wave.pk), token[1:]):
        assert client.get(reverse("barometer:centres", args=[wrong])).status_code == 404
    contact.ended_at = one_wave.created_at
    contact.save()
    assert client.get(reverse("barometer:centres", args=[token])).status_code == 404


def test_a_table_keeps_what_it_can_read_and_shows_the_rest(firm, client):
    _contact, _wave, token = firm
    address = reverse("barometer:centres", args=[token])
    cells = {f"c{of_unit(key).pk}-heads_end": text for key, text in (("S0", "60"), ("S1", "?"))}
    assert client.post(address, cells).status_code == 302
    cells |= {f"c{of_unit('S2').pk}-heads_end": "beaucoup"}
    answer = client.post(address, cells)

    assert answer.status_code == 422
    assert "«\u00a0beaucoup\u00a0» n’est pas un nombre" in answer.content.decode()
    held_now = [values_of(of_unit(key).pk) for key in ("S0", "S1", "S2")]
    assert held_now == [{"heads_end": 60}, {"heads_end": None}, {}]


def test_a_table_too_is_not_overwritten_unseen(firm, client):
    _contact, _wave, token = firm
    one = of_unit("S0")
    save(one, {"heads_end": 60})
    cells = {f"c{one.pk}-heads_end": "61", f"h{one.pk}": held(0)}
    answer = client.post(reverse("barometer:centres", args=[token]), cells)

    assert answer.status_code == 409
    assert values_of(one.pk) == {"heads_end": 60}


def template(client, token, form="csv"):
    return client.get(reverse("barometer:answers_template", args=[token, form])).content


def upload(client, token, content, name="centres.csv"):
    sent = {"file": SimpleUploadedFile(name, content)}
    return client.post(reverse("barometer:upload_answers", args=[token]), sent)


def filled(content, *changes):
    """The template with some cells filled, by identifier and column."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    for key, column, text in changes:
        line = next(row for row in rows[1:] if row[0] == key)
        line[rows[0].index(column)] = text
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def test_a_file_is_shown_then_kept_and_its_bad_lines_are_named(firm, client):
    _contact, _wave, token = firm
    save(of_unit("S0"), {"heads_end": 50})
    sent = filled(
        template(client, token),
        ("S0", "Personnes à la fin", "60"),
        ("S0", "Type de centre", "Ceux d’autres entreprises"),
        ("S1", "Personnes à la fin", "inconnu"),
        ("S2", "Personnes à la fin", "-4"),
        ("S2", "Embauches", "3"),
    )
    shown = upload(client, token, sent)

    told = shown.content.decode()
    assert shown.status_code == 422
    assert "Ligne 4, Personnes à la fin" in told
    assert "de 0 à 100" in told
    assert (shown.context["changes"].new, shown.context["changes"].replaced) == (2, 1)
    assert values_of(of_unit("S0").pk) == {"heads_end": 50}

    take = {"do": "take", "table": shown.context["packed"]}
    client.post(reverse("barometer:upload_answers", args=[token]), take)
    assert values_of(of_unit("S0").pk) == {"heads_end": 60, "centre_kind": "provider"}
    assert values_of(of_unit("S1").pk) == {"heads_end": None}
    assert values_of(of_unit("S2").pk) == {}
    assert set(Value.objects.values_list("origin", flat=True)) == {AnswerOrigin.UPLOADED}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"centre;Embauches\nA;3\n", "Il manque la colonne"),
        (b"identifiant;Embauches\nX9;3\n", "n’est pas l’un de vos centres"),
        (b"identifiant;Embauches\nS0;3\nS0;4\n", "est déjà à la ligne 2"),
        (b"identifiant;Embauches\nS0;3;4\n", "plus de cellules que de colonnes"),
        (b"", "vide"),
        (b"%PDF-1.7", "pas un tableau"),
        (b"identifiant\n" + b"x" * 5_000_001, "trop lourd"),
    ],
    ids=["no_key", "stranger", "twice", "shifted", "empty", "pdf", "large"],
)
def test_a_file_that_cannot_be_read_says_why(firm, client, content, told):
    answer = upload(client, firm[2], content)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Value.objects.exists()


def test_a_file_that_was_shown_to_somebody_else_is_not_taken(firm, client):
    _contact, one_wave, token = firm
    shown = upload(client, token, filled(template(client, token), ("S0", "Embauches", "3")))
    other = RespondentContactFactory()
    other.units.set([of_unit("S0").drawn.unit])
    theirs = sign_contact_token(other.pk, one_wave.pk)
    for address, table in ((theirs, shown.context["packed"]), (token, "abc")):
        take = {"do": "take", "table": table}
        client.post(reverse("barometer:upload_answers", args=[address]), take)

    assert not Value.objects.exists()


def test_a_template_gives_back_what_was_answered_in_both_kinds_of_file(firm, client):
    _contact, _wave, token = firm
    save(of_unit("S1"), WHOLE | {"sectors": ["bank", "retail"], "exits": None})
    for form in ("csv", "xlsx"):
        content = template(client, token, form)
        table = read_table(content, filename=f"centres.{form}")
        assert [row.cells[0] for row in table.rows] == ["S0", "S1", "S2"]
        # To upload it as it is changes nothing at all.
        shown = upload(client, token, content, f"centres.{form}")
        assert (shown.context["changes"].new, shown.context["changes"].replaced) == (0, 0)
        assert len(shown.context["read"].lines) == 3


def test_complete_centres_are_sent_together_and_the_others_wait(firm, client):
    _contact, _wave, token = firm
    save(of_unit("S0"), WHOLE)
    save(of_unit("S1"), WHOLE | {"exits": 11})
    told = client.post(reverse("barometer:send_centres", args=[token]), follow=True)

    assert "1 réponse est envoyée" in told.content.decode()
    assert "2 centres attendent" in told.content.decode()
    states = [of_unit(key).state for key in ("S0", "S1", "S2")]
    assert states == [ResponseState.SENT, ResponseState.STARTED, ResponseState.STARTED]
