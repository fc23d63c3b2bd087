"""What visitors leave of a tour: a try, a certificate, and the figures of a report."""

from django.utils import timezone

from boutdufil.rooms.campaigns.enums import FunnelStage
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules.tickets import link_of
from tests.factories.campaigns import (
    AttendanceCertificateFactory,
    EventFactory,
    FunnelFactFactory,
    IntakeFactory,
    NodeFactory,
    RegistrationFactory,
    TrialCallFactory,
    TrialFactory,
)


def inhabit_visits(tour: Node) -> dict[str, dict[str, object]]:
    """Let a class come to a stop, small and large figures be counted, and somebody try."""
    stop = NodeFactory(parent=tour, name="Étape de Nancy", slug="etape-de-la-page")
    event = EventFactory(parent=stop, name="Halte inventée")
    intake = IntakeFactory(node=event, capacity=None)
    group = RegistrationFactory(
        intake=intake, places=24, group_name="BTS invention", came_at=timezone.now()
    )
    for one in (group, RegistrationFactory(intake=intake, origin="affiche")):
        FunnelFactFactory(registration=one)
    FunnelFactFactory(registration=group, stage=FunnelStage.CAME)
    TrialCallFactory(trial=TrialFactory(node=stop))
    issued = AttendanceCertificateFactory(registration=group)
    return {
        "campaigns:trying": {"slug": stop.slug},
        "campaigns:certificate": {"token": link_of(group)},
        "campaigns:check_certificate": {"code": issued.code},
        "campaigns:report": {"slug": tour.slug},
        "campaigns:report_file": {"slug": tour.slug, "name": "bilan.csv"},
    }
