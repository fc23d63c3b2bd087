"""What vacancies hold about the people who wrote, brought or judged them, and how it is forgotten.

The vacancy stays its employer's; only the name of who worked on it goes.
"""

from typing import Any

from django.db import transaction

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import Vacancy, VacancyEntry, VacancyImport, VacancyReport


def export_work(person: Person) -> dict[str, Any]:
    """Return the vacancies a person wrote, the files they brought, what they did and decided."""
    written = Vacancy.objects.filter(created_by=person).order_by("pk")
    brought = VacancyImport.objects.filter(created_by=person).order_by("pk")
    acts = VacancyEntry.objects.filter(actor=person).select_related("vacancy").order_by("pk")
    decided = VacancyReport.objects.filter(decided_by=person).order_by("pk")
    return {
        "vacancies": [{"title": v.title, "at": v.created_at.isoformat()} for v in written],
        "files": [{"name": f.filename, "at": f.created_at.isoformat()} for f in brought],
        "acts": [
            {"vacancy": a.vacancy.title, "verb": a.verb, "at": a.at.isoformat()} for a in acts
        ],
        "decisions": [{"upheld": d.upheld, "decision": d.decision} for d in decided],
    }


@transaction.atomic
def erase_work(person: Person) -> None:
    """Take a person out of what they wrote, brought and decided."""
    Vacancy.objects.filter(created_by=person).update(created_by=None)
    VacancyImport.objects.filter(created_by=person).update(created_by=None)
    VacancyEntry.objects.filter(actor=person).update(actor=None)
    VacancyReport.objects.filter(decided_by=person).update(decided_by=None)
