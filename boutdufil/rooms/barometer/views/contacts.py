"""Who is written to: the contacts of a survey, one by one or by a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import TableError, read_table
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.contacts import ContactForm, ContactTableForm
from boutdufil.rooms.barometer.forms.fields import WordsForm
from boutdufil.rooms.barometer.forms.surveys import LARGEST_LIST
from boutdufil.rooms.barometer.rules.frame_lines import LineProblem
from boutdufil.rooms.barometer.selectors import contacts as selectors
from boutdufil.rooms.barometer.services import contacts as services
from boutdufil.rooms.barometer.views.doors import HOUR, attempt, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.contacts", 300, HOUR)
@own_survey
def contacts(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """List the contacts of a survey, and add one."""
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_contact(
                survey_id=survey.id,
                draft=form.draft(),
                keys=form.numbers,
                actor_id=request.user.pk,
            )
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("Ce contact est noté."))
            return redirect("barometer:contacts", survey.slug)
    search = WordsForm(request.GET, label=_("Nom ou adresse"))
    page, rows = selectors.contact_page(survey.id, search.words, request.GET.get("page", "1"))
    context = {"survey": survey, "page": page, "rows": rows, "search": search}
    return show_form(request, "barometer/contacts/contacts.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.contact_table", 60, HOUR)
@own_survey
def contact_table(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Take a table of contacts: everybody, or nobody and what to mend."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ContactTableForm(*posted)
    problems: tuple[LineProblem, ...] = ()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["table"]
        try:
            table = read_table(sent.read(LARGEST_LIST), filename=sent.name)
            count = services.take_contacts(
                survey_id=survey.id, table=table, actor_id=request.user.pk
            )
        except services.ContactsRefusedError as error:
            form.blame(error)
            problems = error.problems
        except TableError as error:
            form.add_error("table", table_refusal(error))
        except BarometerError as error:
            form.blame(error)
        else:
            told = ngettext("%(count)d contact est noté.", "%(count)d contacts sont notés.", count)
            messages.success(request, told % {"count": count})
            return redirect("barometer:contacts", survey.slug)
    context = {"survey": survey, "problems": problems}
    return show_form(request, "barometer/contacts/table.html", form, **context)


@require_POST
@own_survey
def end_contact(request: PersonRequest, survey: SurveyRow, contact_id: int) -> HttpResponse:
    """Write to somebody no more."""
    if not selectors.has_contact(survey.id, contact_id):
        raise Http404
    attempt(
        request,
        lambda: services.end_contact(contact_id=contact_id, actor_id=request.user.pk),
        _("Cette personne ne reçoit plus de courriers."),
    )
    return redirect("barometer:contacts", survey.slug)
