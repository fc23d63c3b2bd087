"""Invented twenty-four hours of customer relations: sixty companies open in eighteen regions.

One region brings its players together over three days, around the day and night of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from boutdufil.kernel.organisations.enums import CentreKind, Role
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.services import grant_role
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.campaigns.demo.crowds import Crowd, gather, opening
from boutdufil.rooms.campaigns.demo.stages import first_day
from boutdufil.rooms.campaigns.enums import Access, EventKind, NodeKind, NodeStatus
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.services.steps import follow_days

SLUG = "24-heures"
THREE_DAYS = timedelta(days=2)
PLACES, IN_THE_END = 20, 14
# Two towns of each region (INSEE codes) and how many companies open there.
REGIONS: tuple[tuple[str, str, tuple[str, str], int], ...] = (
    ("84", "Auvergne-Rhône-Alpes", ("69123", "38185"), 4),
    ("27", "Bourgogne-Franche-Comté", ("21231", "25056"), 4),
    ("53", "Bretagne", ("35238", "29019"), 4),
    ("24", "Centre-Val de Loire", ("45234", "37261"), 4),
    ("94", "Corse", ("2A004", "2B033"), 2),
    ("44", "Grand Est", ("67482", "54395"), 4),
    ("32", "Hauts-de-France", ("59350", "80021"), 4),
    ("11", "Île-de-France", ("75056", "93066"), 5),
    ("28", "Normandie", ("76540", "14118"), 4),
    ("75", "Nouvelle-Aquitaine", ("33063", "86194"), 4),
    ("76", "Occitanie", ("31555", "34172"), 4),
    ("52", "Pays de la Loire", ("44109", "72181"), 4),
    ("93", "Provence-Alpes-Côte d’Azur", ("13055", "06088"), 6),
    ("01", "Guadeloupe", ("97105", "97120"), 2),
    ("02", "Martinique", ("97209", "97213"), 1),
    ("03", "Guyane", ("97302", "97304"), 1),
    ("04", "La Réunion", ("97411", "97416"), 2),
    ("06", "Mayotte", ("97611", "97610"), 1),
)
THREE_DAYS_LONG = "93"
WHAT: tuple[str, ...] = (
    "Assurances",
    "Banque",
    "Mutuelle",
    "Télécom",
    "Énergies",
    "Voyages",
    "Eaux",
    "Livraison",
)
WHAT += ("Santé", "Transports", "Habitat", "Écoute")
WHOSE: tuple[str, ...] = (
    "du Levant",
    "des Trois Ponts",
    "du Vieux Moulin",
    "de l’Horizon",
    "du Grand Pin",
)
WHOSE += ("des Quatre Vents", "de la Halle", "du Belvédère", "des Marronniers", "de l’Écluse")
WHOSE += ("du Phare", "de la Garrigue", "du Clocher", "des Alizés", "de la Source")
OPEN_DAYS = (
    "Une heure avec des conseillers et des conseillères",
    "Le métier vu du casque",
    "Visite du plateau et questions",
    "Répondre par écrit, et bien",
    "Essayer un appel",
)
# The programme of the three days: day, kind, name, hours.
PROGRAMME = (
    (0, EventKind.CONFERENCE, "Ce que le métier demande vraiment", 10, 12),
    (0, EventKind.VISIT, "Derrière le standard d’un hôpital", 14, 16),
    (0, EventKind.ONLINE, "Questions à des conseillers et des conseillères", 18, 19),
    (1, EventKind.JOB_DATING, "Job dating du matin", 9, 12),
    (1, EventKind.CONFERENCE, "Entrer par le CQPI", 14, 15),
    (1, EventKind.VISIT, "Une plateforme de secours routier", 15, 17),
    (2, EventKind.OPEN_DAY, "Le village des deux cents", 9, 17),
    (2, EventKind.CONFERENCE, "Répondre en langue des signes", 10, 11),
    (2, EventKind.JOB_DATING, "Job dating de l’après-midi", 14, 17),
)


def furnish(*, organiser: Organisation, today: date, stage: str = "before") -> None:
    """Build the twenty-four hours as they are at a stage; those that are there already stay."""
    if Node.objects.filter(slug=SLUG).exists():
        return
    first = first_day(today, stage)
    root = _root(organiser, first)
    areas = _areas(root, first)
    companies = _companies(areas)
    _host(companies[0])
    events = [*_open_days(companies, first), *_programme(areas[THREE_DAYS_LONG], first)]
    Node.objects.bulk_create(events)
    now = min(timezone.now(), opening(today, time.max))
    gather([_crowd(event, place, now) for place, event in enumerate(events)], now=now)
    follow_days(today=today)


def _root(organiser: Organisation, first: date) -> Node:
    return Node.objects.create(
        kind=NodeKind.CAMPAIGN,
        name="Les 24 heures de la relation client",
        slug=SLUG,
        organiser=organiser,
        starts_on=first,
        ends_on=first + THREE_DAYS,
        languages=["fr"],
        accessibility=[Access.RAMP],
        presentation="Pendant vingt-quatre heures, soixante entreprises ouvrent leur centre de "
        "relation client : on écoute, on essaie, on pose ses questions.",
        **_public(),
    )


def _areas(root: Node, first: date) -> dict[str, Node]:
    """Return the regions by their codes; all but one last from the second day to the third."""
    made = Node.objects.bulk_create(
        _beneath(
            root,
            kind=NodeKind.AREA,
            name=f"Les 24 heures : {name}",
            slug=f"{SLUG}-region-{code}",
            territory=f"region:{code}",
            starts_on=first + timedelta(days=code != THREE_DAYS_LONG),
            ends_on=first + THREE_DAYS,
        )
        for code, name, _towns, _companies in REGIONS
    )
    return {code: node for (code, *_rest), node in zip(REGIONS, made, strict=True)}


def _companies(areas: dict[str, Node]) -> list[Node]:
    """Open the companies, each beneath its region, in its town."""
    where = [
        (areas[code], towns[number % 2])
        for code, _name, towns, companies in REGIONS
        for number in range(companies)
    ]
    firms = Organisation.objects.bulk_create(
        Organisation(
            name=f"{WHAT[number % len(WHAT)]} {WHOSE[number % len(WHOSE)]} (inventée)",
            centre=CentreKind.IN_HOUSE if number % 3 else CentreKind.PROVIDER,
            commune=town,
            invented=True,
        )
        for number, (_area, town) in enumerate(where)
    )
    return Node.objects.bulk_create(
        _beneath(
            area,
            kind=NodeKind.COMPANY,
            name=firm.name,
            slug=f"{SLUG}-{number + 1}",
            organiser=firm,
            commune=town,
            address="Centre de relation client",
        )
        for number, ((area, town), firm) in enumerate(zip(where, firms, strict=True))
    )


def _host(company: Node) -> None:
    """Have somebody open the first company's centre."""
    person = create_demo_person(
        slug="ouvre-son-centre",
        name="Jean-Marc Oudot",
        story=gettext_noop("Ouvre le centre de son entreprise pendant les 24 heures"),
    )
    grant_role(
        organisation_id=company.organiser_id,
        person_id=person.pk,
        role=Role.MANAGER,
        actor_id=None,
    )


def _open_days(companies: Sequence[Node], first: date) -> Iterator[Node]:
    """Yield the open day of each company: the afternoon of the second day, or the next morning."""
    for number, company in enumerate(companies):
        is_morning = number % 2
        day = first + timedelta(days=1 + is_morning)
        yield _beneath(
            company,
            kind=NodeKind.EVENT,
            event_kind=EventKind.OPEN_DAY,
            name=OPEN_DAYS[number % len(OPEN_DAYS)],
            slug=f"{company.slug}-portes-ouvertes",
            starts_on=day,
            ends_on=day,
            opens_at=time(8) if is_morning else time(13),
            closes_at=time(12) if is_morning else time(19),
        )


def _programme(area: Node, first: date) -> Iterator[Node]:
    towns = next(towns for code, _name, towns, _companies in REGIONS if code == THREE_DAYS_LONG)
    for number, (day, kind, name, opens, closes) in enumerate(PROGRAMME):
        is_somewhere = kind != EventKind.ONLINE
        yield _beneath(
            area,
            kind=NodeKind.EVENT,
            event_kind=kind,
            name=name,
            slug=f"{SLUG}-trois-jours-{number + 1}",
            starts_on=first + timedelta(days=day),
            ends_on=first + timedelta(days=day),
            opens_at=time(opens),
            closes_at=time(closes),
            commune=towns[day % 2] if is_somewhere else "",
            address="Palais inventé des congrès" if is_somewhere else "",
        )


def _crowd(event: Node, place: int, now: datetime) -> Crowd:
    day, hour = event.starts_on, event.opens_at
    opens = opening(day or timezone.localdate(), hour or time(9))
    is_far = opens - now > timedelta(days=14)
    people = 2 + place % 4 if is_far else IN_THE_END - place % 5
    return Crowd(event.pk, opens, people, capacity=PLACES)


def _beneath(parent: Node, **fields: object) -> Node:
    """Return an unsaved node beneath another, public like it; its organiser's unless it is said."""
    path = [*parent.path, parent.pk]
    own = {"organiser_id": parent.organiser_id} if "organiser" not in fields else {}
    return Node(parent=parent, root_id=path[0], path=path, **_public(), **own, **fields)


def _public() -> dict[str, object]:
    return {"status": NodeStatus.PUBLISHED, "published_at": timezone.now()}
