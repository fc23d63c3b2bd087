"""The page of a number, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boutdufil.rooms.illico.permissions.numbers import can_manage_numbers
from boutdufil.rooms.illico.selectors import numbers as selectors
from boutdufil.rooms.illico.selectors.answers import suggest_answers
from boutdufil.rooms.illico.selectors.numbers import NumberRow

MOST_TYPED = 200


def published(code: str) -> NumberRow:
    """Return a number everybody may read."""
    number = selectors.public_number(code)
    if number is None:
        raise Http404
    return number


@login_not_required
@require_safe
@never_cache
def number(request: HttpRequest, code: str) -> HttpResponse:
    """Show a number: the button that calls a human first, then everything it promises."""
    found = published(code)
    words, language = request.GET.get("q", "")[:MOST_TYPED], spoken_language(found)
    context = {
        "page": selectors.number_page(found, timezone.now(), language),
        "words": words,
        "found": suggest_answers(found.id, words, language) if words else None,
        "may_manage": can_manage_numbers(request.user, found.organisation_id),
    }
    return render(request, "illico/numbers/number.html", context)


@login_not_required
@require_safe
def find_answers(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the words typed so far with a piece of page."""
    found = published(code)
    words = request.GET.get("q", "")[:MOST_TYPED]
    answers = suggest_answers(found.id, words, spoken_language(found))
    context = {"number": found, "words": words, "found": answers}
    return render(request, "illico/numbers/_found.html", context)


def spoken_language(number: NumberRow) -> str:
    """Return the language of the page where the number speaks it, French otherwise."""
    language = (get_language() or "fr")[:2]
    return language if language in number.draft.languages else "fr"
