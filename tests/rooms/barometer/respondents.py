"""An invented survey in collection, and centres that answer it."""

from datetime import date, timedelta

from django.utils import timezone

from boutdufil.rooms.barometer.enums import UnitKind
from boutdufil.rooms.barometer.models import Questionnaire, Response
from boutdufil.rooms.barometer.rules.tokens import hash_token
from boutdufil.rooms.barometer.rules.windows import Held
from boutdufil.rooms.barometer.services.questionnaires import load_shipped
from boutdufil.rooms.barometer.services.responses import (
    Said,
    open_response,
    save_values,
    send_response,
)
from tests.factories.barometer import (
    DrawnFactory,
    EnterpriseGroupFactory,
    StratumFactory,
    UnitFactory,
    WaveFactory,
)

FLOWS = {"heads_start": 60, "hires": 12, "moved_in": 0, "exits": 10, "moved_out": 2}
WHOLE = {"centre_kind": "provider", **FLOWS, "heads_end": 60, "fte_end": 55.5}


def wave(**facts):
    """A wave being collected, on the shipped questionnaires; its period ended long ago."""
    if not Questionnaire.objects.filter(version__lt=100).exists():
        load_shipped()
    newest = Questionnaire.objects.order_by("-version")
    said = {
        "questionnaire": newest.filter(kind=UnitKind.CENTRE, version__lt=100).first(),
        "company_questionnaire": newest.filter(kind=UnitKind.COMPANY, version__lt=100).first(),
        "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31),
    }
    return WaveFactory(**said | facts)


def closed_yesterday():
    """The days of a wave that takes no answers any more."""
    return {"closes_on": timezone.localdate() - timedelta(days=1)}


def drawn(of, **facts):
    """A centre drawn into a wave."""
    return DrawnFactory(
        wave=of,
        unit=facts.pop("unit", None) or UnitFactory(survey=of.survey),
        stratum=facts.pop("stratum", None) or StratumFactory(wave=of),
        **facts,
    )


def opened(one):
    """The response of a drawn unit, and the token that opens it."""
    token = open_response(drawn_id=one.pk)
    return Response.objects.get(token_hash=hash_token(token)), token


def answered(one, values=None):
    """A response that was sent."""
    response, _token = opened(one)
    save(response, values or WHOLE)
    send_response(response_id=response.pk, explanations={})
    response.refresh_from_db()
    return response


def save(response, values, *, blanks=(), held=None):
    """Save answers, knowing what stands (or what ``held`` says: revision, values)."""
    known = Held(*held) if held else None
    return save_values(response_id=response.pk, said=Said(values, blanks), held=known)


def peers(of, sizes):
    """Centres of groups of their own that answered, in one stratum; sizes in people."""
    stratum = StratumFactory(wave=of)
    for number, size in enumerate(sizes):
        unit = UnitFactory(survey=of.survey, group=EnterpriseGroupFactory(survey=of.survey))
        values = WHOLE | {"heads_start": size, "heads_end": size, "fte_end": size}
        exits = size * (number + 1) // 20
        answered(
            drawn(of, unit=unit, stratum=stratum),
            values | {"hires": exits, "exits": exits, "moved_out": 0},
        )
    return stratum
