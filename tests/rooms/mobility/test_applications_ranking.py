"""The order by skills, measured on titles in the feminine, the masculine and both forms.

The whole chain is walked as a person walks it: words typed, title found, skills proposed by its
card and ticked, application sent, order computed.
"""

from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.models import JobCard
from boutdufil.rooms.mobility import services
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.selectors.candidates import (
    AskedSkill,
    CandidateRow,
    asked_skills,
    candidates_page,
    fit_of,
    ranked,
)
from boutdufil.rooms.mobility.selectors.skills import skills_page
from tests.factories.people import PersonFactory
from tests.factories.posts import VacancyFactory, VacancySkillFactory
from tests.rooms.mobility.application_world import apply_as

NAMES = {"feminine": "Nadia", "masculine": "Karim", "both": "Dominique"}
NOW = timezone.now()


def forms_of(label):
    """Return a title in the masculine, the feminine and both forms."""
    masculine, _, feminine = label.partition(" / ")
    return {"masculine": masculine, "feminine": feminine or masculine, "both": label}


def applicant(form, words, asked):
    """Walk the path from the words typed, every proposed skill ticked, and apply."""
    code = occupations.search_titles(words)[0].code
    person = PersonFactory(name=NAMES[form])
    profile = services.profiles.open_profile(person_id=person.pk)
    services.past_jobs.add_past_job(profile=profile, code=code, label="", words=words, years=5)
    groups = [group for job in skills_page(profile).jobs for group in job.groups]
    proposed = [skill.code for group in groups for skill in group.skills]
    services.skills.decide_skills(profile=profile, shown=proposed, ticked=proposed)
    return apply_as(person, asked)


def vacancy_of(code):
    """Return a vacancy that asks what its job card asks, its core required."""
    vacancy = VacancyFactory(code=code)
    card = occupations.get_card(code)
    for group in card.skill_groups:
        for skill in group.skills:
            VacancySkillFactory(
                vacancy=vacancy, skill=skill.code, label=skill.label, required=skill.core
            )
    return vacancy


@pytest.mark.django_db
def test_the_same_profile_has_the_same_count_and_rank_whatever_the_title():
    """On every card of the guide: counts equal, and ranks those of arrival."""
    codes = sorted(set(JobCard.objects.values_list("code", flat=True)))
    unequal = {}
    for code in codes:
        vacancy, label = vacancy_of(code), occupations.get_card(code).label
        forms = forms_of(label)
        # Whoever comes first must not matter: the feminine first on even cards.
        order = sorted(forms, reverse=bool(codes.index(code) % 2))
        for form in order:
            applicant(form, forms[form], vacancy)
        rows = candidates_page(vacancy.pk, 0, "competences").rows
        counts = {(row.fit.held, row.fit.asked, row.fit.desired_held) for row in rows}
        if len(counts) > 1 or [row.name for row in rows] != [NAMES[form] for form in order]:
            unequal[code] = [(row.name, row.fit.held, row.fit.asked) for row in rows]

    assert len(codes) >= 60
    assert unequal == {}


@pytest.mark.django_db
def test_every_gendered_title_of_the_guide_leads_both_to_the_same_card():
    """All titles and not the labels alone: the first card found is the same for both."""
    pairs, apart = 0, []
    for card in JobCard.objects.all():
        for title in {*occupations.get_card(card.code).titles, card.label}:
            forms = forms_of(title)
            if forms["masculine"] == forms["feminine"]:
                continue
            pairs += 1
            found = {
                form: occupations.search_titles(words)[0].code for form, words in forms.items()
            }
            if len(set(found.values())) > 1:
                apart.append((title, found))

    assert pairs > 200
    assert apart == []


skills = st.lists(st.sampled_from("abcdefgh"), unique=True).map(frozenset)
askings = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.booleans()), unique_by=lambda asked: asked[0]
)


@given(askings, st.lists(skills, max_size=8))
def test_the_order_follows_the_counts_and_loses_nobody(asking, held):
    asked = [AskedSkill(code, code, required) for code, required in asking]
    rows = [row(number, fit_of(asked, codes)) for number, codes in enumerate(held)]

    ordered = ranked(rows)

    assert sorted(one.pk for one in ordered) == [one.pk for one in rows]
    keys = [(-one.fit.held, -one.fit.desired_held, one.pk) for one in ordered]
    assert keys == sorted(keys)
    for one, codes in zip(rows, held, strict=True):
        assert one.fit.held == sum(a.required and a.code in codes for a in asked)
        assert one.fit.asked + one.fit.desired == len(asked)


@given(askings, skills, st.text(), st.booleans())
def test_a_name_and_a_place_change_nothing(asking, held, name, invented):
    asked = [AskedSkill(code, code, required) for code, required in asking]
    first, second = row(1, fit_of(asked, held)), row(2, fit_of(asked, held))
    renamed = replace(second, name=name, invented=invented)

    assert [one.pk for one in ranked([first, second])] == [1, 2]
    assert [one.pk for one in ranked([renamed, first])] == [1, 2]


def row(number, fit):
    return CandidateRow(
        pk=number,
        name=f"Personne {number}",
        stage=Stage.SENT,
        sent_at=NOW,
        opened=False,
        fit=fit,
        invented=False,
    )


@pytest.mark.django_db
def test_required_skills_come_first_in_what_is_shown():
    vacancy = VacancyFactory()
    VacancySkillFactory(vacancy=vacancy, skill="z:1", required=False)
    VacancySkillFactory(vacancy=vacancy, skill="z:2", required=True)

    assert [one.code for one in asked_skills(vacancy.pk)] == ["z:2", "z:1"]
