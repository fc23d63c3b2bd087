"""The kit's template tags: ``{% load ui %}``. How to use each: docs/reference/interface-kit.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from boutdufil.kernel.ui import charts, days, meters, numbers, paging, rows, steps
from boutdufil.kernel.ui.icons import draw_icon

register = template.Library()

# Under Django's own name, so that no page can write "le 1 mai" by forgetting another one.
register.filter("date", days.format_day, expects_localtime=True)
register.filter("number", numbers.format_number)
register.filter("percent", numbers.format_percent)

BADGE_ICONS = {
    "held": "check",
    "official": "seal",
    "open": "door",
    "unknown": "question",
    "simulated": "simulated",
    "alert": "alert",
    "close": "link",
    "missing": "plus",
    "core": "heart",
}
NOTICE_ICONS = {"info": "info", "ok": "check", "warn": "alert", "error": "alert"}


register.simple_tag(draw_icon, name="icon")


@register.simple_tag(takes_context=True)
def thread(context: template.Context, shape: str = "wide") -> SafeString:
    """The line. One a page: the frame leaves its own out when a page drew one."""
    mark_drawn(context)
    return _thread(shape)


@lru_cache(maxsize=8)
def _thread(shape: str) -> SafeString:
    return SafeString(render_to_string("ui/thread.html", {"shape": shape}))


@register.inclusion_tag("ui/stepper.html", takes_context=True)
def stepper(
    context: template.Context,
    path: Sequence[tuple[str, str | None]],
    current: int,
    label: str = "",
) -> dict[str, Any]:
    """Where we are on a path of (label, url or None); ``current`` counts from 1.

    ``label`` names the landmark where a page has more than one path.
    """
    mark_drawn(context)
    stations = steps.stations(path, current)
    return {"stations": stations, "current": current, "total": len(path), "label": label}


def mark_drawn(context: template.Context) -> None:
    """Remember on the request that this page has its line."""
    request = context.get("request")
    if request is not None:
        request.ui_thread_drawn = True


@register.inclusion_tag("ui/meter.html")
def meter(
    value: float | None, label: str = "", text: str = "", close: float = 0
) -> Mapping[str, Any]:
    """A share in [0, 1] as a bar and always in words; ``close`` is hatched; ``None`` is unknown."""
    return {"bar": meters.measure(value, close), "label": label, "text": text}


@register.inclusion_tag("ui/badge.html")
def badge(text: str, tone: str = "") -> dict[str, Any]:
    """A short state in words, shape and colour; tones: see ``BADGE_ICONS``, or none."""
    return {"text": text, "tone": tone, "icon_name": BADGE_ICONS.get(tone, "")}


@register.inclusion_tag("ui/figure.html")
def figure(value: Any, unit: str = "", source: str = "") -> dict[str, Any]:
    """A large number with its unit and its source; ``None`` is said to be unknown."""
    known = numbers.format_number(value) if isinstance(value, int | float) else value
    return {"value": known, "unknown": value is None, "unit": unit, "source": source}


@register.inclusion_tag("ui/empty.html")
def empty_state(
    title: str, text: str = "", action_url: str = "", action_label: str = ""
) -> dict[str, Any]:
    """What a page says when it has nothing to show, and what to do then."""
    return {"title": title, "text": text, "url": action_url, "label": action_label}


register.inclusion_tag("ui/empty.html", name="empty")(empty_state)


@register.simple_tag(takes_context=True)
def pages(context: template.Context, page: Page[Any], name: str = "page") -> SafeString:
    """Links to the pages of a list, keeping the rest of the query; nothing for a single page."""
    request: HttpRequest | None = context.get("request")
    return paging.draw_pages(page, QueryDict() if request is None else request.GET, name)


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(trail: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """The way here as (label, url); the last one is this page."""
    return {"trail": trail}


@register.inclusion_tag("ui/field.html")
def field(
    bound: forms.BoundField, label: str = "", hint: str = "", button: str = "", **attrs: Any
) -> dict[str, Any]:
    """A field with its label, hint and error; ``button`` puts a submit button in the pill.

    Other arguments become attributes of the control; ``autocomplete_url`` turns on suggestions.
    """
    attrs["data-autocomplete"] = attrs.pop("autocomplete_url", "")
    return {"row": rows.make_row(bound, label=label, hint=hint, **attrs), "button": button}


@register.inclusion_tag("ui/errors.html")
def errors(form: forms.BaseForm, focus: bool = True) -> dict[str, Any]:
    """Summary of a form's errors, focused when the page arrives; nothing when there is none."""
    return {"mistakes": rows.mistakes(form) if form.is_bound else [], "focus": focus}


@register.simple_tag
def submit(text: str, tone: str = "main", icon: str = "", **attrs: str) -> SafeString:
    """A submit button; tones main, plain, quiet, danger; other arguments become attributes."""
    return SafeString(
        render_to_string(
            "ui/submit.html", {"text": text, "tone": tone, "icon_name": icon, "attrs": attrs}
        )
    )


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    """A message in the page; tones info, ok, warn, error."""
    return SafeString(
        render_to_string(
            "ui/notice.html",
            {"content": content, "tone": tone, "title": title, "icon_name": NOTICE_ICONS[tone]},
        )
    )


@register.simple_block_tag
def dialog(content: SafeString, label: str, title: str = "", tone: str = "quiet") -> SafeString:
    """A button that opens its content in a dialog; without JavaScript it unfolds in place."""
    return SafeString(
        render_to_string(
            "ui/dialog.html",
            {"content": content, "label": label, "title": title or label, "tone": tone},
        )
    )


@register.inclusion_tag("ui/htmx.html")
def htmx() -> dict[str, Any]:
    """Load htmx, for block ``scripts`` of the pages that use it."""
    return {}


@register.simple_tag
def bar_chart(chart: charts.BarChart) -> SafeString:
    """Horizontal bars of ``charts.BarChart``, with their table."""
    return SafeString(render_to_string("ui/charts/bar.html", charts.draw_bars(chart)))


@register.simple_tag
def stacked_chart(chart: charts.StackedChart) -> SafeString:
    """Stacked bars of ``charts.StackedChart``, with their table."""
    return SafeString(render_to_string("ui/charts/stacked.html", charts.draw_stacks(chart)))


@register.simple_tag
def line_chart(chart: charts.LineChart) -> SafeString:
    """A line of ``charts.LineChart`` with its interval, with its table."""
    return SafeString(render_to_string("ui/charts/line.html", charts.draw_line(chart)))


@register.simple_tag
def interval_chart(chart: charts.IntervalChart) -> SafeString:
    """Dots with their intervals of ``charts.IntervalChart``, with their table."""
    return SafeString(render_to_string("ui/charts/interval.html", charts.draw_intervals(chart)))
