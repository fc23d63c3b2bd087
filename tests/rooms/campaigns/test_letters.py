"""Letters to those who registered: to whom, what they read, once each, and the way out."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.campaigns.enums import CopyStatus, LetterKind, Purpose, RegistrationStatus
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Consent, Letter, LetterCopy, LetterRefusal
from boutdufil.rooms.campaigns.selectors.letters import recipients_of, stop_token
from boutdufil.rooms.campaigns.services import letter_privacy, letter_sending
from boutdufil.rooms.campaigns.services.letters import send_letter
from tests.architecture.source_tree import ROOT
from tests.factories.campaigns import (
    ConsentFactory,
    IntakeFactory,
    LetterCopyFactory,
    LetterFactory,
    RegistrationFactory,
)
from tests.factories.people import PersonFactory
from tests.processes import wait_until
from tests.rooms.campaigns.desk import organiser_of, tour

pytestmark = pytest.mark.django_db
TYPED = {"kind": "about", "subject": "La porte de la cour", "text": "Entrez par la cour."}
# Two workers, one after the other, each killed at its third message.
SENDING = """
import os
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "tests.rooms.campaigns.stopping_mail.EmailBackend"
from boutdufil.rooms.campaigns.services.letter_sending import send_letters
for dies in ("before", "after"):
    if os.fork() == 0:
        os.environ["DIES"] = dies
        send_letters()
        os._exit(0)
    print(os.wait()[1])
"""


@pytest.fixture
def world(client):
    campaign, events = tour()
    organiser = organiser_of(campaign)
    client.force_login(organiser)
    intakes = [IntakeFactory(node=event) for event in events]
    return {"campaign": campaign, "organiser": organiser, "intakes": intakes}


def written(world, kind=LetterKind.ABOUT, **facts):
    return LetterFactory(node=world["campaign"], kind=kind, **facts)


def emails(letter):
    return {one.email for one in recipients_of(letter)}


def come(world, email, place=0, **facts):
    return RegistrationFactory(intake=world["intakes"][place], email=email, **facts)


def test_who_is_on_the_list(world):
    ana = come(world, "ana@exemple.test")
    come(world, "ana@exemple.test", place=1)
    come(world, "bob@exemple.test", status=RegistrationStatus.CANCELLED)
    come(world, "", name="Sans adresse")
    come(world, "eve@exemple.test", place=1, status=RegistrationStatus.WAITING)
    ConsentFactory(registration=ana, purpose=Purpose.NEWS)
    withdrawn = come(world, "zoe@exemple.test")
    ConsentFactory(registration=withdrawn, purpose=Purpose.NEWS, withdrawn_at=timezone.now())

    assert emails(written(world)) == {"ana@exemple.test", "eve@exemple.test", "zoe@exemple.test"}
    assert recipients_of(written(world)).count() == 3
    assert emails(written(world, LetterKind.NEWS)) == {"ana@exemple.test"}
    cancelled = written(world, filters={"status": "cancelled"})
    assert emails(cancelled) == {"bob@exemple.test"}
    event = world["intakes"][1].node_id
    assert emails(written(world, filters={"event": event, "status": "waiting"})) == {
        "eve@exemple.test"
    }


def test_a_letter_is_written_tried_and_sent(client, world):
    come(world, "ana@exemple.test", name="Ana", status=RegistrationStatus.WAITING)
    come(world, "bob@exemple.test", name="Bob")
    page = reverse("campaigns:letters", args=[world["campaign"].pk])

    answer = client.post(f"{page}?status=waiting", TYPED)
    letter = Letter.objects.get()
    shown = client.get(answer.url).content.decode()
    assert "Bonjour Ana" in shown
    assert "1 personne la recevra" in shown
    client.post(answer.url, {"do": "try"})
    (trial,) = mail.outbox
    assert trial.to == [world["organiser"].email]
    for text in (shown, trial.body):
        assert "(le lien de chaque personne)" in text
        assert "/stop/" not in text
    assert "Ana" not in trial.body
    client.post(answer.url, {"do": "change", **TYPED, "text": "Entrez par le jardin."})
    client.post(answer.url, {"do": "send"})
    client.post(answer.url, {"do": "send"})
    letter_sending.send_letters()

    (sent,) = mail.outbox[1:]
    assert sent.to == ["ana@exemple.test"]
    assert "Entrez par le jardin." in sent.body
    link = reverse("campaigns:stop_letters", args=[stop_token(letter.copies.get().registration_id)])
    assert link in sent.body
    assert link in sent.extra_headers["List-Unsubscribe"]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_was_sent_is_not_changed(client, world):
    letter = written(world, sent_at=timezone.now())
    page = reverse("campaigns:letter", args=[world["campaign"].pk, letter.pk])

    client.post(page, {"do": "change", **TYPED})
    client.post(page, {"do": "drop"})

    letter.refresh_from_db()
    assert letter.subject != TYPED["subject"]


def test_a_draft_is_thrown_away_and_a_letter_to_nobody_stays(client, world):
    letter = written(world)
    with pytest.raises(CampaignError, match="Personne"):
        send_letter(letter_id=letter.pk, actor_id=world["organiser"].pk)

    client.post(reverse("campaigns:letter", args=[world["campaign"].pk, letter.pk]), {"do": "drop"})

    assert not Letter.objects.exists()


def test_a_letter_of_another_node_is_none(client, world):
    other = LetterFactory()

    answer = client.get(reverse("campaigns:letter", args=[world["campaign"].pk, other.pk]))

    assert answer.status_code == 404


def test_one_click_of_a_mailbox_stops_letters(world):
    ana, again = come(world, "ana@exemple.test"), come(world, "ana@exemple.test", place=1)
    for one in (ana, again):
        ConsentFactory(registration=one, purpose=Purpose.NEWS)
    letter = written(world)
    send_letter(letter_id=letter.pk, actor_id=world["organiser"].pk)
    mailbox = Client(enforce_csrf_checks=True)
    link = reverse("campaigns:stop_letters", args=[stop_token(ana.pk)])

    assert "Ne plus recevoir" in mailbox.get(link).content.decode()
    assert not LetterRefusal.objects.exists()
    answer = mailbox.post(link, {"List-Unsubscribe": "One-Click"})
    letter_sending.send_letters()

    assert answer.status_code == 200
    assert mail.outbox == []
    assert letter.copies.get().status == CopyStatus.SKIPPED
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert emails(written(world)) == emails(written(world, LetterKind.NEWS)) == set()


def test_a_link_of_nobody_stops_nothing(world):
    link = reverse("campaigns:stop_letters", args=["12.nonsense"])

    assert Client().post(link).status_code == 404


@pytest.mark.parametrize("fact", ["cancelled", "erased", "withdrawn"])
def test_who_changed_their_mind_meanwhile_gets_nothing(world, fact):
    ana = come(world, "ana@exemple.test")
    consent = ConsentFactory(registration=ana, purpose=Purpose.NEWS)
    kind = LetterKind.NEWS if fact == "withdrawn" else LetterKind.ABOUT
    copy = LetterCopyFactory(letter=written(world, kind), registration=ana)
    if fact == "cancelled":
        ana.status = RegistrationStatus.CANCELLED
    if fact == "erased":
        ana.erased_at = timezone.now()
    if fact == "withdrawn":
        consent.withdrawn_at = timezone.now()
    ana.save()
    consent.save()

    letter_sending.send_letters()

    copy.refresh_from_db()
    assert (copy.status, mail.outbox) == (CopyStatus.SKIPPED, [])


def test_letters_leave_at_a_pace_and_in_batches(world, monkeypatch):
    monkeypatch.setattr(letter_sending, "MOST_A_MINUTE", 3)
    monkeypatch.setattr(letter_sending, "BATCH", 2)
    letter = written(world)
    for one in RegistrationFactory.create_batch(4, intake=world["intakes"][0]):
        LetterCopyFactory(letter=letter, registration=one)
    urgent = LetterCopyFactory(
        letter=written(world), registration=come(world, "eve@exemple.test"), is_urgent=True
    )

    assert [letter_sending.send_letters() for _ in range(3)] == [2, 1, 0]
    urgent.refresh_from_db()
    assert urgent.status == CopyStatus.SENT
    LetterCopy.objects.filter(status=CopyStatus.SENT).update(
        sent_at=timezone.now() - timedelta(seconds=61)
    )
    assert letter_sending.send_letters() == 2
    assert len({tuple(one.to) for one in mail.outbox}) == 5


def test_a_wrong_address_holds_nobody_up(world, monkeypatch):
    wrong = come(world, "wrong@exemple.test")
    come(world, "right@exemple.test")
    letter = written(world)
    send_letter(letter_id=letter.pk, actor_id=world["organiser"].pk)
    send = mail.EmailMessage.send

    def refuse(message, *args, **kwargs):
        if message.to == [wrong.email]:
            raise SMTPRecipientsRefused({wrong.email: (550, b"unknown")})
        return send(message, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    letter_sending.send_letters()

    assert [one.to for one in mail.outbox] == [["right@exemple.test"]]
    assert letter.copies.get(registration=wrong).status == CopyStatus.SKIPPED


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nobody_and_writes_nobody_twice(tmp_path):
    """Killed once the server took a message, it is sent again under the same Message-ID."""
    campaign, events = tour()
    intake = IntakeFactory(node=events[0])
    letter = LetterFactory(node=campaign)
    for one in RegistrationFactory.create_batch(8, intake=intake):
        LetterCopyFactory(letter=letter, registration=one)
    facts = {"MAILBOX": str(tmp_path), "DIES_AT": "3"}

    run = subprocess.run(
        [sys.executable, "-c", SENDING],
        cwd=ROOT,
        env=os.environ | facts,
        check=True,
        capture_output=True,
    )
    assert run.stdout.split() == [b"9", b"9"]
    waiting = LetterCopy.objects.filter(status=CopyStatus.WAITING)
    wait_until(lambda: letter_sending.send_letters() >= 0 and not waiting.exists())

    taken = [path.read_text().split() for path in sorted(tmp_path.iterdir())]
    assert len(taken) == 2 + 3
    in_doubt = taken[-1][0]
    taken += [[one.to[0], one.extra_headers["Message-ID"]] for one in mail.outbox]
    assert len({number for _to, number in taken}) == 8
    times = Counter(to for to, _number in taken)
    assert times.pop(in_doubt) == 2
    assert set(times.values()) == {1}


def test_people_take_their_letters_away_and_have_them_erased(world):
    person = PersonFactory(email="ana@exemple.test")
    got = come(world, "ana@exemple.test", person=person)
    LetterCopyFactory(
        letter=written(world), registration=got, status=CopyStatus.SENT, sent_at=timezone.now()
    )
    mine = written(world, written_by=person)
    LetterRefusal.objects.create(
        root=world["campaign"], address_hash=letter_privacy.address_hash("ana@exemple.test")
    )

    told = letter_privacy.export_letters(person)
    letter_privacy.erase_letters(person)

    assert [len(told[name]) for name in ("received", "written", "refused_campaigns")] == [1, 1, 1]
    mine.refresh_from_db()
    assert mine.written_by is None
    assert not LetterCopy.objects.exists()
    assert not LetterRefusal.objects.exists()
