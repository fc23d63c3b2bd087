"""Figures of other sources that the project ships, put in the tables as they stand in its files."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from boutdufil.rooms.barometer.models import FactSource, Indicator, QuotedFact
from boutdufil.rooms.barometer.rules.indicators import SHIPPED
from boutdufil.rooms.barometer.selectors.shipped_files import read_figures

TEXTS = ("qualifier", "definition", "denominator", "note")


@transaction.atomic
def load_shipped_facts() -> None:
    """Bring indicators, sources and quoted figures to what the package says; twice is once.

    What a statistician entered is left alone, and so is what one withdrew.
    """
    for place, one in enumerate(SHIPPED):
        Indicator.objects.update_or_create(
            slug=one.slug,
            defaults={
                "name": one.name,
                "measure": one.measure,
                "unit": one.unit,
                "definition": one.definition,
                "denominator": one.denominator,
                "scope": one.scope,
                "order": 10 * (place + 1),
            },
        )
    for line in read_figures("sources.csv"):
        key = line.pop("key")
        FactSource.objects.update_or_create(key=key, defaults=line)
    indicators = dict(Indicator.objects.values_list("slug", "pk"))
    sources = dict(FactSource.objects.values_list("key", "pk"))
    for line in read_figures("quoted_facts.csv"):
        _keep(line, indicators[line["indicator"]], sources[line["source"]])


def _keep(line: dict[str, str], indicator_id: int, source_id: int) -> None:
    own = QuotedFact.objects.filter(indicator_id=indicator_id, source_id=source_id)
    same = {name: line[name] for name in ("area", "period", "qualifier")}
    told = own.filter(**same)
    if told.exclude(withdrawn_at=None).exists() or told.exclude(entered_by=None).exists():
        return
    high = line["value_high"]
    facts: dict[str, object] = {name: line[name] for name in TEXTS if name != "qualifier"}
    facts |= {"value": Decimal(line["value"]), "value_high": Decimal(high) if high else None}
    QuotedFact.objects.update_or_create(
        indicator_id=indicator_id,
        source_id=source_id,
        area=line["area"],
        period=line["period"],
        qualifier=line["qualifier"],
        defaults=facts,
    )
