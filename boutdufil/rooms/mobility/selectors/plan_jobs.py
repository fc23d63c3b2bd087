"""Which jobs of plans nobody may know of: those of plans that are not announced."""

from collections.abc import Mapping, Sequence

from boutdufil.rooms.mobility.models import PlanVersion


def secret_versions(arguments: Sequence[Mapping[str, object]]) -> list[bool]:
    """Tell of each `version_id` whether its plan is secret; one that is gone stays so."""
    numbers = [one.get("version_id") for one in arguments]
    announced = PlanVersion.objects.filter(
        pk__in=[number for number in numbers if isinstance(number, int)], plan__confidential=False
    )
    told = set(announced.values_list("pk", flat=True))
    return [number not in told for number in numbers]
