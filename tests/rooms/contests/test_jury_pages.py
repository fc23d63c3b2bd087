"""Pages of juries: invited, prepared, marked by form or by the page's own sender; nobody else's."""

import json

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.contests.enums import EditionStatus, StageStatus
from boutdufil.rooms.contests.models import (
    Acquaintance,
    Conflict,
    Criterion,
    Edition,
    Juror,
    Jury,
    Reading,
    Stage,
)
from boutdufil.rooms.contests.selectors.rubric_settings import settings_of
from boutdufil.rooms.contests.services import juror_privacy
from boutdufil.rooms.contests.services.juror_mail import tell_missing_reader
from boutdufil.rooms.contests.services.jurors import send_invitation, token_of
from boutdufil.rooms.contests.services.recusals import recuse
from tests.factories.contests import JurorFactory, MemberFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.django_db
JUROR = {"name": "Nora Inventée", "email": "nora@example.org", "most_files": "8"}


@pytest.fixture
def world():
    return jury_world(files=2, jurors=2)


@pytest.fixture
def desk(client, world):
    client.force_login(world.organiser)
    return client


def at(name, *args):
    return reverse(name, args=args)


def invite(desk, world):
    answer = desk.post(at("contests:jurors", world.edition.pk), JUROR)
    assert answer.status_code == 302
    return Juror.objects.get(email=JUROR["email"])


def test_an_expert_is_invited_and_accepts_with_their_own_account(desk, world, client):
    juror = invite(desk, world)
    assert send_invitation(juror_id=juror.pk)
    link = at("contests:juror_invitation", token_of(juror.nonce))
    assert link in mail.outbox[0].body
    assert desk.post(link, {"do": "accept"}).status_code == 200, "the organiser is somebody else"
    client.force_login(PersonFactory(email="nora@example.org"))
    assert client.get(link).status_code == 200
    juror.refresh_from_db()
    assert juror.accepted_at is None, "opening the link changes nothing"

    answer = client.post(link, {"do": "accept"})

    juror.refresh_from_db()
    assert answer.url == at("contests:jury_desk")
    assert juror.accepted_at is not None
    assert client.get(link).status_code == 410
    assert not send_invitation(juror_id=juror.pk)


def test_a_candidate_cannot_judge_their_own_contest(desk, world, client):
    juror = invite(desk, world)
    person = PersonFactory(email="nora@example.org")
    MemberFactory(entry=world.entries[0], person=person)
    client.force_login(person)

    answer = client.post(at("contests:juror_invitation", token_of(juror.nonce)), {"do": "accept"})

    assert "vous ne pouvez pas le juger" in answer.content.decode()
    assert not Juror.objects.filter(person=person).exists()


def test_no_is_said_without_an_account(desk, world, client):
    juror = invite(desk, world)
    client.logout()

    client.post(at("contests:juror_invitation", token_of(juror.nonce)), {"do": "decline"})

    juror.refresh_from_db()
    assert juror.declined_at is not None


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("nom;e-mail;région;dossiers\nA;a@example.org;Grand Est;9\nB;b@example.org;;\n", ""),
        ("nom;e-mail\nA;a@example.org\nB;pas une adresse\n", "3"),
        ("nom;e-mail;région\nA;a@example.org;Mars\n", "Mars"),
        ("nom;e-mail;dossiers\nA;a@example.org;0\n", "de 1 à 500"),
        ("nom;e-mail\nA;a@example.org\nB;a@example.org\n", "déjà invitée"),
        ("qui;quoi\nA;B\n", "une colonne"),
    ],
    ids=["good", "email", "region", "count", "twice", "columns"],
)
def test_a_list_is_taken_whole_or_not_at_all(desk, world, lines, told):
    table = SimpleUploadedFile("jures.csv", lines.encode())
    before = Juror.objects.count()

    answer = desk.post(at("contests:juror_table", world.edition.pk), {"table": table})

    assert answer.status_code == (422 if told else 302)
    assert told in answer.content.decode()
    assert Juror.objects.count() == before + (0 if told else 2)


def test_jurors_read_what_a_file_of_each_level_looks_like(desk, world, client):
    Edition.objects.update(status=EditionStatus.DRAFT)
    Stage.objects.update(status=StageStatus.PLANNED)
    line = {"name": "Clarté", "weight": "2", "anchors": "Obscur\nClair", "do": "add"}
    page = at("contests:rubric", world.edition.pk, world.stage.pk)
    refused = desk.post(page, {**line, "examples": "Un\nDeux\nTrois"})
    assert "plus d’exemples que de niveaux" in refused.content.decode()

    examples = "\nUn plan, des dates, un coût."
    assert desk.post(page, {**line, "examples": examples}).status_code == 302

    made = Criterion.objects.get(name="Clarté")
    assert list(made.levels.values_list("example", flat=True)) == ["", examples.strip()]
    assert settings_of(world.stage.pk)["criteria"][-1]["levels"][1]["example"] == examples.strip()
    own = desk.get(at("contests:criterion", world.edition.pk, world.stage.pk, made.pk))
    assert own.context["form"]["examples"].value() == examples
    one = world.reading(world.jurors[0], world.entries[0])
    client.force_login(world.jurors[0].person)
    assert "Un plan, des dates" in client.get(at("contests:reading", one.pk)).content.decode()


def test_a_rubric_is_written_and_frozen_with_the_rules(desk, world):
    page = at("contests:rubric", world.edition.pk, world.stage.pk)
    line = {"do": "add", "name": "Clarté", "weight": "2", "anchors": "Obscur\nClair\nLumineux"}
    refused = desk.post(page, line)
    assert refused.status_code == 422, "the rules are declared: a reason is asked"

    Edition.objects.update(status=EditionStatus.DRAFT)
    Stage.objects.update(status=StageStatus.PLANNED)
    assert desk.post(page, line).status_code == 302

    made = Criterion.objects.get(name="Clarté")
    assert list(made.levels.values_list("mark", "anchor")) == [
        (0, "Obscur"),
        (1, "Clair"),
        (2, "Lumineux"),
    ]
    assert "example" not in settings_of(world.stage.pk)["criteria"][-1]["levels"][0]
    own = at("contests:criterion", world.edition.pk, world.stage.pk, made.pk)
    assert desk.post(own, {**line, "do": "save", "weight": "5"}).status_code == 302
    made.refresh_from_db()
    assert made.weight == 5
    assert desk.post(own, {**line, "do": "drop"}).status_code == 302
    assert not Criterion.objects.filter(pk=made.pk).exists()


def test_a_rubric_is_copied_and_stays_once_somebody_marks(desk, world):
    other = jury_world(files=1, jurors=1)
    Edition.objects.update(status=EditionStatus.DRAFT, organiser=world.edition.organiser)
    page = at("contests:rubric", world.edition.pk, world.stage.pk)

    desk.post(page, {"do": "copy", "copy-source": other.stage.pk})

    assert Criterion.objects.filter(stage=world.stage).count() == 4
    reading = world.reading(world.jurors[0], world.entries[0])
    reading.marks.create(criterion=world.criteria[0], mark=1)
    again = desk.post(page, {"do": "copy", "copy-source": other.stage.pk})
    assert again.status_code == 422
    assert "ne change plus" in again.content.decode()


def test_files_are_distributed_and_moved_from_the_page(desk, world):
    page = at("contests:distribution", world.edition.pk, world.stage.pk)
    assert desk.post(page, {"do": "distribute", "reviews": "9", "linking": "0"}).status_code == 422
    assert desk.post(page, {"do": "distribute", "reviews": "1", "linking": "0"}).status_code == 302

    reading = Reading.objects.filter(stage=world.stage).first()
    assert desk.post(page, {"do": "remove", "reading": reading.pk}).status_code == 302
    assert "il manque 1 lecture" in desk.get(page).content.decode()
    add = {"do": "add", "number": reading.entry.number, "juror": reading.juror_id}
    assert desk.post(page, add).status_code == 302
    assert Reading.objects.filter(entry=reading.entry).count() == 1


def test_a_conflict_is_noted_and_a_juror_taken_off(desk, world):
    juror, entry = world.jurors[0], world.entries[0]
    reading = world.reading(juror, entry)
    page = at("contests:juror", world.edition.pk, juror.pk)

    assert desk.post(page, {"do": "conflict", "number": "nul", "kind": "pupil"}).status_code == 422
    noted = {"do": "conflict", "number": entry.number, "kind": "pupil", "reason": "Cours de 2025"}
    assert desk.post(page, noted).status_code == 302
    assert entry.number in desk.get(page).content.decode()
    changed = {"do": "save", "name": "Autre nom", "most_files": "3"}
    assert desk.post(page, changed).status_code == 302
    assert desk.post(page, {"do": "withdraw"}).status_code == 302

    reading.refresh_from_db()
    juror.refresh_from_db()
    assert (reading.recused_at is None, juror.declined_at is None) == (False, False)
    assert (juror.name, juror.most_files) == ("Autre nom", 3)


def marks(world, *given, **more):
    held = {f"mark_{one.pk}": mark for one, mark in zip(world.criteria, given, strict=False)}
    return {"revision": 0, "comment": "", "private_note": "", **held, **more}


def test_marks_are_kept_and_given_by_a_plain_form(client, world):
    juror = world.jurors[0]
    reading = world.reading(juror, world.entries[0])
    client.force_login(juror.person)
    page = at("contests:reading", reading.pk)

    assert client.post(page, marks(world, 3, do="save")).status_code == 302
    behind = client.post(page, marks(world, 1, 1, do="save"))
    assert behind.status_code == 422
    assert behind.context["form"]["revision"].value() == "1"
    assert client.post(page, marks(world, 1, revision=1, do="give")).status_code == 422
    assert client.post(page, marks(world, 1, 4, revision=1, do="give")).status_code == 302

    reading.refresh_from_db()
    assert reading.given_at is not None
    assert "Rendues le" in client.get(page).content.decode()


def test_the_pages_own_sender_is_answered_in_json(client, world):
    juror = world.jurors[0]
    reading = world.reading(juror, world.entries[0])
    client.force_login(juror.person)
    page, asks = at("contests:reading", reading.pk), {"headers": {"accept": "application/json"}}

    kept = client.post(page, marks(world, 3, do="save"), **asks)
    again = client.post(page, marks(world, 3, do="save"), **asks)
    behind = client.post(page, marks(world, 1, do="save"), **asks)
    short = client.post(page, marks(world, 3, revision=1, do="give"), **asks)
    given = client.post(page, marks(world, 3, 2, revision=1, do="give"), **asks)
    resent = client.post(page, marks(world, 3, 2, revision=1, do="give"), **asks)

    assert [one.status_code for one in (kept, again, behind, short, given, resent)] == [
        200,
        200,
        409,
        422,
        200,
        200,
    ]
    assert json.loads(kept.content) == json.loads(again.content)
    assert json.loads(behind.content)["revision"] == 1
    assert json.loads(resent.content) == {"revision": 2, "given": True}


ORGANISERS = (
    "contests:jurors",
    "contests:juror_table",
    "contests:juror",
    "contests:rubric",
    "contests:criterion",
    "contests:juries",
    "contests:jury",
)


def addresses(world, reading):
    """Return who may open each page of a jury, with its address."""
    edition, stage = world.edition.pk, world.stage.pk
    more = {
        "contests:juror": [world.jurors[0].pk],
        "contests:rubric": [stage],
        "contests:criterion": [stage, world.criteria[0].pk],
        "contests:juries": [stage],
        "contests:jury": [stage, world.juries[0].pk],
    }
    organisers = {name: (at(name, edition, *more.get(name, ())), {"o"}) for name in ORGANISERS}
    return organisers | {
        "distribution": (at("contests:distribution", edition, stage), {"o"}),
        "ties": (at("contests:ties", world.jurors[0].pk), {"juror"}),
        "reading": (at("contests:reading", reading.pk), {"juror"}),
        "meeting": (at("contests:meeting", world.juries[0].pk), {"juror", "colleague", "o"}),
        "severity": (at("contests:severity", world.juries[0].pk), {"o"}),
        "jury_desk": (
            at("contests:jury_desk"),
            {"juror", "colleague", "elsewhere", "o", "stranger"},
        ),
    }


def test_each_page_is_opened_by_those_it_is_for_alone(client, world):
    reading = world.reading(world.jurors[0], world.entries[0])
    jury = world.juries[0]
    Jury.objects.update(meeting_opened_at=timezone.now())
    people = {
        "juror": world.jurors[0].person,
        "colleague": world.jurors[1].person,
        "elsewhere": world.jurors[2].person,
        "o": world.organiser,
        "stranger": PersonFactory(),
    }
    found = {}
    for who, person in people.items():
        client.force_login(person)
        for name, (address, _may) in addresses(world, reading).items():
            if client.get(address).status_code == 200:
                found.setdefault(name, set()).add(who)
    assert found == {name: may for name, (_, may) in addresses(world, reading).items()}
    client.force_login(people["colleague"])
    assert client.post(at("contests:reading", reading.pk), marks(world, 1)).status_code == 404
    assert client.post(at("contests:recuse_reading", reading.pk)).status_code == 404
    assert client.post(at("contests:meeting_act", jury.pk), {"do": "close"}).status_code == 404
    assert client.get(at("contests:reading_paper", reading.pk)).status_code == 404


def test_the_chair_opens_reviews_and_closes(client, world):
    juror = world.jurors[0]
    reading = world.reading(juror, world.entries[0])
    world.juries[0].chair = juror
    world.juries[0].save()
    client.force_login(juror.person)
    client.post(at("contests:reading", reading.pk), marks(world, 3, 2, do="give"))
    act, line = at("contests:meeting_act", world.juries[0].pk), world.criteria[0].pk

    client.post(act, {"do": "open"})
    client.post(act, {"do": "review", "reading": reading.pk, "criterion": line, "mark": 1})
    assert client.post(act, {"do": "review", "mark": "x"}).status_code == 404
    client.post(act, {"do": "close"})

    page = client.get(at("contests:meeting", world.juries[0].pk)).content.decode()
    assert "La réunion est close" in page
    assert reading.marks.get(criterion=line).mark == 1


def test_the_organiser_is_told_of_a_file_nobody_can_take(world):
    juror = world.jurors[0]
    Juror.objects.exclude(pk=juror.pk).update(declined_at=timezone.now())
    reading = world.reading(juror, world.entries[0])

    assert recuse(reading_id=reading.pk, person_id=juror.person_id, reason="") is None
    assert tell_missing_reader(reading_id=reading.pk) == 1

    assert world.entries[0].number in mail.outbox[-1].body
    assert juror.name not in mail.outbox[-1].body


def test_a_juror_takes_their_data_away_and_is_forgotten(world):
    juror = world.jurors[0]
    Juror.objects.filter(pk=juror.pk).update(school="Lycée", email="x@example.org")
    Acquaintance.objects.create(juror=juror, kind="pupil", words="Zoé Inventée")
    Conflict.objects.create(juror=juror, entry=world.entries[0], kind="declared", reason="Cousine")
    world.reading(juror, world.entries[0], private_note="Bof", given_at=timezone.now())
    person = juror.person

    (told,) = juror_privacy.export_juries(person)
    juror_privacy.erase_juries(person)

    assert "Zoé Inventée" in json.dumps(told, ensure_ascii=False)
    assert told["readings"][0]["private_note"] == "Bof"
    assert juror_privacy.export_juries(person) == []
    juror.refresh_from_db()
    assert (juror.name, juror.email, juror.school, juror.person) == ("", "", "", None)
    assert not Acquaintance.objects.exists()
    assert Reading.objects.get().given_at is not None, "what counts for candidates stays"


def test_a_desk_costs_the_same_for_one_file_and_for_thirty(client, django_assert_max_num_queries):
    for files in (1, 30):
        world = jury_world(files=files, jurors=1, names=False)
        for entry in world.entries[:files]:
            world.reading(world.jurors[0], entry)
        client.force_login(world.jurors[0].person)
        with django_assert_max_num_queries(24):
            client.get(at("contests:jury_desk"))


def test_the_list_of_jurors_costs_the_same_for_any_number(
    desk, world, django_assert_max_num_queries
):
    JurorFactory.create_batch(20, edition=world.edition)
    with django_assert_max_num_queries(20):
        desk.get(at("contests:jurors", world.edition.pk))
