"""Open a shop in pretix; run by pretix's own Python, with its settings in the environment."""

import json
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import django


def open_shop() -> None:
    """Open an event for each name of BENCH_SEATS; print what an order has to say."""
    django.setup()
    # Only importable in pretix's environment, once Django is ready.
    from django_scopes import scopes_disabled  # noqa: PLC0415
    from pretix.base.models import Organizer, Team, TeamAPIToken  # noqa: PLC0415

    with scopes_disabled():
        organizer = Organizer.objects.create(name="Bench", slug="bench")
        rights = {"all_events": True, "all_event_permissions": True}
        team = Team.objects.create(organizer=organizer, name="Bench", **rights)
        token = TeamAPIToken.objects.create(team=team, name="bench").token
        seats = json.loads(os.environ["BENCH_SEATS"])
        items = {name: open_event(organizer, name, size) for name, size in seats.items()}
    print(json.dumps({"token": token, "items": items}))


def open_event(organizer: "object", name: str, size: int) -> int:
    """Open an event of so many free places; return the number of its product."""
    event = organizer.events.create(
        name=name,
        slug=name,
        date_from=datetime.now(UTC) + timedelta(days=30),
        currency="EUR",
        live=True,
    )
    item = event.items.create(name="Place", default_price=Decimal(0), admission=True)
    event.quotas.create(name="Places", size=size).items.add(item)
    return item.pk
