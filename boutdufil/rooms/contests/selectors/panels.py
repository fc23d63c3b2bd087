"""The juries of a stage."""

from __future__ import annotations

from boutdufil.kernel.territories.models import Region
from boutdufil.rooms.contests.models import Jury
from boutdufil.rooms.contests.rules.panels import PanelRow, jury_for


def panels_of(stage_id: int) -> tuple[PanelRow, ...]:
    """Return the juries of a stage with who sits on them."""
    found = Jury.objects.filter(stage_id=stage_id).select_related("stage")
    return tuple(row_of(one) for one in found.prefetch_related("seats"))


def panel_row(jury_id: int) -> PanelRow | None:
    """Return a jury by its number."""
    found = Jury.objects.filter(pk=jury_id).select_related("stage").prefetch_related("seats")
    one = found.first()
    return row_of(one) if one else None


def meeting_of(stage_id: int, region: str) -> PanelRow | None:
    """Return the jury in whose meeting the entries of a region are discussed."""
    return jury_for(region, panels_of(stage_id))


def region_choices() -> list[tuple[str, str]]:
    """Return the regions by code and name, in the order of their names."""
    return list(Region.objects.order_by("name").values_list("code", "name"))


def region_names() -> dict[str, str]:
    """Return the names of regions by their codes."""
    return dict(region_choices())


def row_of(jury: Jury) -> PanelRow:
    """Return the row of a jury that comes with its stage and its seats."""
    return PanelRow(
        id=jury.pk,
        stage_id=jury.stage_id,
        edition_id=jury.stage.edition_id,
        name=jury.name,
        region=jury.region,
        chair_id=jury.chair_id,
        juror_ids=tuple(one.juror_id for one in jury.seats.all()),
        meeting_opened_at=jury.meeting_opened_at,
        meeting_closed_at=jury.meeting_closed_at,
        meeting_reason=jury.meeting_reason,
    )
