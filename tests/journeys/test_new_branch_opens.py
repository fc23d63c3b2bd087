"""A neighbour sector comes in: an administrator opens it, an employer joins it."""

import re

import pytest
from django.core import mail

from boutdufil.kernel import jobs
from boutdufil.kernel.occupations.models import Release
from boutdufil.kernel.organisations import tasks
from boutdufil.kernel.people.models import Person
from tests.factories.occupations import JobCardFactory, JobTitleFactory

pytestmark = pytest.mark.browser

CODES = "K2204 Nettoyage de locaux\nK2205\nK9999 Une ligne fausse"
EMPLOYER = "patronne@example.org"
WAYS = [
    pytest.param({"javascript": True, "width": 1280}, id="wide"),
    pytest.param({"javascript": False, "width": 360}, id="telephone-without-javascript"),
    pytest.param({"browser": "firefox", "width": 1280}, id="firefox"),
]


@pytest.fixture
def cleaning_jobs(transactional_db):
    """Two jobs our guide does not know, as the official release would bring them."""
    release = Release.objects.get(status="in_force", kind="guide")
    for code, label in (("K2204", "Agent de propreté inventé"), ("K2205", "Laveur inventé")):
        card = JobCardFactory(release=release, code=code, label=label)
        JobTitleFactory(card=card, label=label)


@pytest.fixture
def delivered(monkeypatch):
    """Deliver invitations at once."""
    real = jobs.enqueue

    def enqueue(name, **arguments):
        if name == "organisations.send_invitation":
            return tasks.send_invitation(**arguments)
        return real(name, **arguments)

    monkeypatch.setattr(jobs, "enqueue", enqueue)


def made(email, name, **rights):
    return Person.objects.create_user(email, "une phrase tout à fait longue", name=name, **rights)


def open_branch(journey):
    """Step 1: the branch and who represents it."""
    journey.go("/mobilite/branches/")
    journey.press("Ouvrir la plateforme à une branche", role="link")
    journey.field("Nom de la branche").fill("Propreté (inventée)")
    journey.field("Adresse courte").fill("proprete")
    journey.field("Qui représente la branche").fill("Association de la propreté (inventée)")
    journey.press("Ouvrir la branche")


def import_jobs(journey):
    """Step 2: three codes, one of them wrong."""
    journey.page.get_by_label("Codes ROME, un par ligne").fill(CODES)
    journey.press("Lire la liste")


def invite(journey):
    """Step 3: one employer; return the link of the message."""
    journey.press("Passer aux employeurs", role="link")
    journey.page.get_by_label("Adresses e-mail des employeurs").fill(EMPLOYER)
    journey.press("Envoyer les invitations")
    return re.search(r"(/organisations/invitation/\S+)", mail.outbox[-1].body).group(1)


@pytest.mark.parametrize("way", WAYS)
def test_a_new_branch_opens(start_journey, cleaning_jobs, delivered, way):
    team, employer, anybody = (start_journey(**way) for _ in range(3))
    team.sign_in(made("equipe@example.org", "Équipe inventée", is_staff=True, is_superuser=True))
    open_branch(team)

    import_jobs(team)
    assert "Ligne 3" in team.text()
    assert "Le code K9999 n’existe pas" in team.text()
    assert "2 métiers reconnus" in team.text()
    team.press("Ajouter les métiers reconnus")
    assert "2 métiers dans la branche" in team.text()
    link = invite(team)
    assert EMPLOYER in team.text()

    employer.go(link)
    assert "Connectez-vous avec l’adresse" in employer.text()
    employer.sign_in(made(EMPLOYER, "Patronne inventée"))
    employer.go(link)
    assert "Rejoindre la branche Propreté" in employer.text("h1")
    employer.field("Nom de l’organisation").fill("Net et clair (inventée)")
    employer.field("Commune").fill("59000")
    employer.press("Inscrire et rejoindre la branche")
    assert "Net et clair" in employer.text("h1")

    anybody.go("/mobilite/branches/proprete/")
    shown = anybody.text()
    for part in ("Agent de propreté inventé", "Laveur inventé", "Net et clair (inventée), Lille"):
        assert part in shown
    assert "Comment c’est compté" in shown
