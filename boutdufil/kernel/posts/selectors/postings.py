"""A vacancy as schema.org describes one, for search engines and other programs.

https://schema.org/JobPosting, with the properties Google's job search requires and recommends.
"""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from boutdufil.kernel.posts.enums import Contract, PayPeriod
from boutdufil.kernel.posts.selectors.vacancies import VacancyPage

UNITS = {PayPeriod.HOUR: "HOUR", PayPeriod.MONTH: "MONTH", PayPeriod.YEAR: "YEAR"}
FULL_TIME_HOURS = 35
FRANCE = {"@type": "Country", "name": "France"}


def job_posting(page: VacancyPage, *, url: str) -> dict[str, Any]:
    """Return an open vacancy as JSON-LD; what is not known is left out, never guessed."""
    draft = page.draft
    known = {
        "title": draft.title,
        "description": draft.description,
        "datePosted": page.published_at.date().isoformat() if page.published_at else None,
        "validThrough": _last_moment(draft.apply_until),
        "employmentType": _employment_types(page),
        "hiringOrganization": _employer(page),
        "identifier": {
            "@type": "PropertyValue",
            "name": page.employer.name,
            "value": draft.reference or str(page.id),
        },
        "jobLocation": _location(page),
        "baseSalary": _salary(page),
        "totalJobOpenings": page.figure.open,
        "jobStartDate": draft.starts_on.isoformat() if draft.starts_on else None,
        "occupationalCategory": draft.code,
        "skills": ", ".join(skill.label for skill in page.required) or None,
        "knowsLanguage": [asked.code for asked in draft.languages] or None,
        "workHours": draft.pattern or None,
        "directApply": True,
        "url": url,
        **_remote(page),
    }
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "inLanguage": "fr",
        **{name: value for name, value in known.items() if value is not None},
    }


def _last_moment(day: date | None) -> str | None:
    """Return the end of a day where the site is, winter or summer."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59))).isoformat()


def _employment_types(page: VacancyPage) -> list[str]:
    hours, contract = page.draft.weekly_hours, page.draft.contract
    types = []
    if hours is not None:
        types.append("FULL_TIME" if hours >= FULL_TIME_HOURS else "PART_TIME")
    if contract in {Contract.FIXED_TERM, Contract.TEMPORARY}:
        types.append("TEMPORARY")
    if contract in {Contract.APPRENTICESHIP, Contract.PROFESSIONAL}:
        types.append("INTERN")
    return types or ["FULL_TIME"]


def _employer(page: VacancyPage) -> dict[str, str]:
    named = {"@type": "Organization", "name": page.employer.name}
    return {**named, "sameAs": page.employer.website} if page.employer.website else named


def _location(page: VacancyPage) -> dict[str, Any] | None:
    if page.place is None:
        return None
    address = {
        "@type": "PostalAddress",
        "addressLocality": page.place.name,
        "addressRegion": page.place.department_name,
        "postalCode": page.place.postal_code,
        "addressCountry": "FR",
    }
    return {"@type": "Place", "address": {name: value for name, value in address.items() if value}}


def _remote(page: VacancyPage) -> dict[str, Any]:
    """Return what a post wholly at home says: working time spent there in part is no such post."""
    if not page.fully_at_home:
        return {}
    return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": FRANCE}


def _salary(page: VacancyPage) -> dict[str, Any] | None:
    draft = page.draft
    if draft.pay_min is None or draft.pay_max is None or not draft.pay_period:
        return None
    return {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": draft.pay_min / 100,
            "maxValue": draft.pay_max / 100,
            "unitText": UNITS[PayPeriod(draft.pay_period)],
        },
    }
