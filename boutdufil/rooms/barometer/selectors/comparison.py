"""Countries side by side: people of the trade, of all who are engaged there."""

from __future__ import annotations

from boutdufil.kernel.ui.charts import BarChart, Estimate
from boutdufil.rooms.barometer.rules.figures import PerHead
from boutdufil.rooms.barometer.selectors.figures import fact_rows
from boutdufil.rooms.barometer.selectors.shipped_files import read_figures

HEADCOUNT = "effectif"
YEAR = "2011"


def per_head() -> tuple[PerHead, ...]:
    """Return each quoted headcount of the year for which persons engaged are known."""
    engaged = {
        one["area"]: int(one["persons"])
        for one in read_figures("persons_engaged.csv")
        if one["period"] == YEAR
    }
    return tuple(
        PerHead(one.area_name, one.period, one.value, engaged[one.area], one.source)
        for one in fact_rows(HEADCOUNT)
        if one.period == YEAR and one.area in engaged
    )


def comparison_chart(rows: tuple[PerHead, ...], title: str, description: str) -> BarChart:
    """Draw the shares, one bar for each country."""
    return BarChart(
        title=title,
        description=description,
        bars=tuple(Estimate(one.area, round(one.percent, 2)) for one in rows),
        unit="%",
        source="Penn World Table, 2011",
        decimals=2,
    )
