"""The directory of numbers, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.illico.forms.directory import DirectoryForm
from boutdufil.rooms.illico.selectors.directory import directory as directory_page


@login_not_required
@require_safe
@never_cache
def directory(request: HttpRequest) -> HttpResponse:
    """Find a number by its name, its purpose, how one reaches it, whether it is open."""
    form = DirectoryForm(request.GET)
    asked = row_number(request.GET.get("page", "")) or 1
    page = directory_page(form.query(), timezone.now(), asked)
    return render(request, "illico/directory/directory.html", {"form": form, "page": page})
