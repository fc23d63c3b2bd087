"""The reading API: what is published, for programs. Version 1 stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.barometer.rules.api import ProblemError, read_parameters
from boutdufil.rooms.barometer.rules.open_readme import LANGUAGES
from boutdufil.rooms.barometer.rules.openapi import openapi
from boutdufil.rooms.barometer.selectors import api as selectors
from boutdufil.rooms.barometer.selectors.open_data import last_change
from boutdufil.rooms.barometer.views.open_answers import open_answer, shared

JSON, PROBLEM = "application/json", "application/problem+json"
Asked = Mapping[str, str]
Ask = Callable[..., dict[str, Any]]


def reading(*parameters: str) -> Callable[[Ask], Callable[..., HttpResponse]]:
    """Answer with the data a view returns, or say what is wrong; only these parameters exist."""

    def decorate(ask: Ask) -> Callable[..., HttpResponse]:
        @login_not_required
        @require_safe
        @wraps(ask)
        def answered(request: HttpRequest, **kwargs: object) -> HttpResponse:
            try:
                asked = read_parameters(dict(request.GET.lists()), parameters)
                told = ask(asked, **kwargs)
            except ProblemError as problem:
                return shared(_problem(problem))
            answer = open_answer(request, _written(told), JSON, changed=last_change())
            answer["Content-Language"] = ", ".join(LANGUAGES)
            return shared(answer)

        return answered

    return decorate


@reading()
def api_indicators(asked: Asked) -> dict[str, Any]:
    """Tell every indicator."""
    return selectors.indicators()


@reading()
def api_indicator(asked: Asked, slug: str) -> dict[str, Any]:
    """Tell one indicator."""
    return selectors.indicator(slug)


@reading()
def api_releases(asked: Asked) -> dict[str, Any]:
    """Tell the releases that are out."""
    return selectors.releases()


@reading()
def api_release(asked: Asked, survey: str, number: int) -> dict[str, Any]:
    """Tell one release."""
    return selectors.release(survey, number)


@reading("indicator", "table", "region", "period", "limit", "cursor")
def api_cells(asked: Asked) -> dict[str, Any]:
    """Tell the published cells, a page at a time."""
    return selectors.cells(asked)


@reading("indicator", "area")
def api_facts(asked: Asked) -> dict[str, Any]:
    """Tell the figures of others."""
    return selectors.facts(asked)


@login_not_required
@require_safe
def api_openapi(request: HttpRequest) -> HttpResponse:
    """Describe this API to programs."""
    return shared(open_answer(request, _written(openapi(absolute_url(""))), JSON))


def _written(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _problem(problem: ProblemError) -> HttpResponse:
    answer = HttpResponse(_written(problem.told()), content_type=PROBLEM, status=problem.status)
    answer["Cache-Control"] = "no-store"
    return answer
