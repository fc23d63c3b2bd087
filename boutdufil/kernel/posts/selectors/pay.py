"""Pay in words: ranges in euros, gross, with their period."""

from django.utils.translation import gettext as _

from boutdufil.kernel.posts.enums import PayPeriod
from boutdufil.kernel.ui.numbers import format_number


def euros(cents: int) -> str:
    """Return cents as euros, as the reader's language writes them; whole euros without cents."""
    amount = format_number(cents / 100, 0 if cents % 100 == 0 else 2)
    return _("%(amount)s €") % {"amount": amount}


def pay_words(low: int | None, high: int | None, period: str) -> str:
    """Return "de 1 900 € à 2 100 € brut par mois"; empty when the pay is not known."""
    if low is None or not period:
        return ""
    facts = {"low": euros(low), "high": euros(high or low), "period": PayPeriod(period).label}
    if high is None or high == low:
        return _("%(low)s brut %(period)s") % facts
    return _("de %(low)s à %(high)s brut %(period)s") % facts
