"""A whole draft before the law: what is missing, what is said, what must be confirmed."""

from datetime import date

from boutdufil.kernel.posts.drafts import VacancyDraft, hourly_pay
from boutdufil.kernel.posts.enums import Contract
from boutdufil.kernel.posts.law.articles import ARTICLES, SMIC, Finding, Severity, read_data
from boutdufil.kernel.posts.law.wording import check_text, check_title

REMEDIES: dict[str, dict[str, str]] = read_data("missing.json")
WORK_STUDY = frozenset({Contract.APPRENTICESHIP, Contract.PROFESSIONAL})
# Under this many signs nobody can tell what one does all day.
SHORTEST_DESCRIPTION = 60
TEXTS = ("description", "pattern", "accessibility")


def check_draft(draft: VacancyDraft, *, today: date, language: str = "fr") -> tuple[Finding, ...]:
    """Return everything the law, and this site, has against publishing a draft; blocking first."""
    found = [
        *_missing(draft, today, language),
        *check_title(draft.title, language=language),
        *_said(draft, language),
        *_to_confirm(draft, language),
    ]
    return tuple(sorted(found, key=lambda finding: not finding.is_blocking))


def _said(draft: VacancyDraft, language: str) -> list[Finding]:
    texts = [(field, getattr(draft, field)) for field in TEXTS]
    texts += [("other_titles", title) for title in draft.other_titles]
    return [
        finding
        for field, text in texts
        if text
        for finding in check_text(text, field=field, contract=draft.contract, language=language)
        if not (finding.rule == "outbound_unsaid" and draft.outbound)
    ]


def _missing(draft: VacancyDraft, today: date, language: str) -> list[Finding]:
    pay = draft.pay_min, draft.pay_max, draft.pay_period
    lacks = {
        "title": not draft.title.strip(),
        "description": len(draft.description.strip()) < SHORTEST_DESCRIPTION,
        "commune": not draft.commune,
        "code": not draft.code,
        "pay_min": not all(pay) or (draft.pay_min or 0) > (draft.pay_max or 0),
        "contract_months": draft.contract == Contract.FIXED_TERM and not draft.contract_months,
        "apply_until": draft.apply_until is not None and draft.apply_until < today,
    }
    return [_lack(field, language) for field, lacking in lacks.items() if lacking]


def _lack(field: str, language: str) -> Finding:
    row = REMEDIES[field]
    return Finding(
        f"missing_{field}",
        ARTICLES[row["article"]],
        Severity(row["severity"]),
        field,
        "",
        row.get(language, row["fr"]),
    )


def _to_confirm(draft: VacancyDraft, language: str) -> list[Finding]:
    hour = hourly_pay(draft)
    low = hour is not None and hour < SMIC.hourly_cents and draft.contract not in WORK_STUDY
    asked = {"minimum_wage": low, "outbound": draft.outbound}
    return [_lack(name, language) for name, wanted in asked.items() if wanted]
