"""An inhabited site: paths, links and tokens with which every page shows what it is for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from django.apps import apps
from django.db import models
from django.db.models import JSONField
from django.test import Client
from django.utils import timezone

from boutdufil.kernel.calls.services.practice import SEATS_KEY
from boutdufil.kernel.occupations.selectors import open_doors
from boutdufil.kernel.people.enums import LinkPurpose
from boutdufil.kernel.people.models import EmailLink, Person
from boutdufil.kernel.people.tokens import SIGNED_IN_AT, derive_token, hash_token
from boutdufil.kernel.people.views.links import LINK_SENT
from boutdufil.rooms.mobility import demo, services
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.selectors.skills import skills_page
from boutdufil.rooms.mobility.services.claims import GUEST_KEY
from tests.architecture.parts import (
    agents,
    applications,
    barometer,
    callers,
    calls,
    campaigns,
    contests,
    money,
    numbers,
    organisations,
    plans,
    trainings,
    vacancies,
)
from tests.factories.mobility import ProfileFactory, ProfileSkillFactory, ShareLinkFactory
from tests.factories.people import EmailLinkFactory, PersonSessionFactory

SHARE_TOKEN = "s" * 43
WITHDRAWN_TOKEN = "w" * 43
RETURN_TOKEN = "r" * 43
DEAD_TOKEN = "d" * 43
VISITORS = ("stranger", "person")
# Each gives the person what its pages need, and says where those stand.
PARTS = (
    organisations.inhabit,
    trainings.inhabit,
    applications.inhabit,
    vacancies.inhabit,
    plans.inhabit,
    calls.inhabit,
    numbers.inhabit,
    callers.inhabit,
    money.inhabit,
    agents.inhabit,
    campaigns.inhabit,
    contests.inhabit,
    barometer.inhabit,
)


@dataclass(frozen=True)
class World:
    """A guest and a person with their paths, the links they were given, and a second session."""

    guest: Profile
    person: Person
    email_links: dict[str, EmailLink]
    session_id: int
    share_link_id: int
    parts: dict[str, dict[str, object]]

    def email_token(self, purpose: str) -> str:
        """Return what opens the link of this purpose."""
        return derive_token(self.email_links[purpose].nonce)

    def samples(self) -> dict[str, dict[str, object]]:
        """Return, by address, arguments that lead to a page and not to a dead link."""
        return {
            "people:open_link": {"token": self.email_token(LinkPurpose.SIGN_IN)},
            "people:revoke_session": {"session_id": self.session_id},
            "mobility:withdraw_share": {"link_id": self.share_link_id},
            "mobility:resume": {"token": RETURN_TOKEN},
            "mobility:shared": {"token": SHARE_TOKEN},
            **self.parts,
        }

    def visit(self, client: Client, visitor: str, **facts: object) -> None:
        """Come as "stranger" (a path, no account) or as "person" (signed in this minute)."""
        if visitor == "person":
            client.force_login(self.person)
        session = client.session
        session.update({LINK_SENT: self.email_links[LinkPurpose.SIGN_IN].pk, **facts})
        session[SEATS_KEY] = [str(calls.GUEST_SEAT)]
        if visitor == "stranger":
            session[GUEST_KEY] = self.guest.pk
        session.save()

    def visit_again(self, client: Client) -> None:
        """Come back as the person long after the last sign-in."""
        self.visit(client, "person", **{SIGNED_IN_AT: "2020-01-01T00:00:00+00:00"})


def inhabited_world() -> World:
    """Furnish the demo world, add a guest, and give both a row of every kind a page may show."""
    demo.furnish()
    guest = _guest()
    person = Person.objects.get(mobility_profile__past_jobs__code="M1602")
    profile = person.mobility_profile
    ProfileSkillFactory(profile=profile)
    now = timezone.now()
    for path, token in ((guest, WITHDRAWN_TOKEN), (profile, "another")):
        ShareLinkFactory(profile=path)
        ShareLinkFactory(profile=path, token_hash=hash_token(token), withdrawn_at=now)
    link = ShareLinkFactory(profile=profile, token_hash=hash_token(SHARE_TOKEN))
    session = PersonSessionFactory(person=person)
    parts = {name: sample for inhabit in PARTS for name, sample in inhabit(person).items()}
    return World(guest, person, _email_links(person), session.pk, link.pk, parts)


def words_of_people() -> list[str]:
    """Return what people wrote, longest first: names, titles and texts stay in their language."""
    found = set()
    for model in apps.get_models():
        if model._meta.app_label in {
            "organisations",
            "training",
            "posts",
            "mobility",
            "calls",
            "illico",
            "campaigns",
            "contests",
            "barometer",
        }:
            for name in _text_fields(model):
                found.update(_strings(model.objects.values_list(name, flat=True).distinct()))
    found.update(_strings([asdict(door) for door in open_doors()]))
    # The columns of a roster are its author's words too, and sealed with the plan's key.
    found.update(("Fin du contrat", "Métier", "Pas le dimanche", "Vœux"))
    return sorted(found, key=len, reverse=True)


def _text_fields(model: type[models.Model]) -> list[str]:
    """Return the fields people write into: text, and lists of texts."""
    free = [f for f in model._meta.concrete_fields if not f.choices]
    return [f.name for f in free if isinstance(f, models.CharField | models.TextField | JSONField)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, Mapping):
        yield from _strings([*value, *value.values()])
    elif isinstance(value, Iterable):
        for one in value:
            yield from _strings(one)


def _guest() -> Profile:
    profile = ProfileFactory(return_hash=hash_token(RETURN_TOKEN))
    services.past_jobs.add_past_job(
        profile=profile, code="N1103", label="", words="préparatrice de commandes", years=8
    )
    groups = [group for job in skills_page(profile).jobs for group in job.groups]
    proposed = [skill.code for group in groups for skill in group.skills]
    services.skills.decide_skills(profile=profile, shown=proposed, ticked=proposed[::2])
    services.profiles.set_place(profile=profile, text="59650")
    services.profiles.set_tastes(profile=profile, tastes=["helping"])
    return profile


def _email_links(person: Person) -> dict[str, EmailLink]:
    links = {
        purpose: EmailLinkFactory(purpose=purpose, person=person)
        for purpose in LinkPurpose
        if purpose != LinkPurpose.SIGN_UP
    }
    links[LinkPurpose.SIGN_UP] = EmailLinkFactory(
        purpose=LinkPurpose.SIGN_UP, person=None, name="Nadia Inventée"
    )
    return links
