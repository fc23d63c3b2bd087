"""How long enrolments are kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.kernel.training.models import Enrolment

FIVE_YEARS = timedelta(days=5 * 365)


def forget_old_enrolments(now: datetime) -> int:
    """Delete enrolments five years after their session; achieved blocks stay with the person."""
    old = Enrolment.objects.filter(session__ends_on__lt=(now - FIVE_YEARS).date())
    count = old.count()
    old.delete()
    return count


RULES = (
    RetentionRule(
        name="training.enrolments",
        what=_("Inscriptions à des formations, après la fin de la session"),
        period=FIVE_YEARS,
        source=_("Code civil, article 2224 : prescription de cinq ans"),
        run=forget_old_enrolments,
    ),
)
