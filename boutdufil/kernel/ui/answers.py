"""What pages of several modules answer with: a form and its mistakes, a file to take away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from boutdufil.kernel.ui.rows import mistakes

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
}


def show_form(
    request: HttpRequest, template: str, form: forms.BaseForm, **context: Any
) -> HttpResponse:
    """Show a form to fill in, or once more with what is wrong in it: 422 then."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def tell_mistakes(request: HttpRequest, form: forms.BaseForm) -> None:
    """Say what is wrong in a form that is not shown again, each mistake with its field."""
    told = (f"{one.label}\u00a0: {one.text}" if one.label else one.text for one in mistakes(form))
    messages.error(request, " ".join(told))


def file_answer(content: bytes | str, name: str) -> HttpResponse:
    """Return a file that was just made, kept by no cache on the way; its name says its kind."""
    answer = HttpResponse(content, content_type=KINDS[name.rpartition(".")[2]])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
