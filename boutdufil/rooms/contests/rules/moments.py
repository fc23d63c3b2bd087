"""Hours as a reader writes them."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from boutdufil.kernel.ui.days import format_day


def when_words(moment: datetime) -> str:
    """Return "le 5 octobre 2026 à 9 h 30" as the reader's language writes it."""
    local = timezone.localtime(moment)
    facts = {"day": format_day(local.date()), "time": time_format(local.time())}
    return _("le %(day)s à %(time)s") % facts
