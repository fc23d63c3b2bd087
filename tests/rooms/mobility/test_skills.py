"""Only decisions are kept."""

import pytest

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.rooms.mobility import services
from boutdufil.rooms.mobility.enums import Decision
from boutdufil.rooms.mobility.selectors.profiles import held_skills
from boutdufil.rooms.mobility.selectors.skills import level_groups, skill_hits, skills_page
from tests.factories.mobility import PastJobFactory, ProfileFactory, ProfileSkillFactory
from tests.rooms.mobility.conftest import OFFICE, PICKER


@pytest.fixture
def profile(db):
    profile = ProfileFactory()
    services.past_jobs.add_past_job(profile=profile, code=PICKER, label="")
    return profile


def proposed(profile):
    groups = [group for job in skills_page(profile).jobs for group in job.groups]
    return [skill.code for group in groups for skill in group.skills]


def test_nothing_is_ticked_before_the_person_ticks(profile):
    page = skills_page(profile)

    assert page.ticked_count == 0
    assert len(page.codes) == occupations.get_card(PICKER).asked


def test_a_box_never_ticked_is_not_stored(profile):
    shown = proposed(profile)

    services.skills.decide_skills(profile=profile, shown=shown, ticked=shown[:2])

    assert set(profile.skills.values_list("skill", "decision")) == {
        (code, Decision.CONFIRMED) for code in shown[:2]
    }


def test_unticking_removes_and_forgets_the_level(profile):
    shown = proposed(profile)
    services.skills.decide_skills(profile=profile, shown=shown, ticked=shown[:1])
    services.skills.set_levels(profile=profile, levels={shown[0]: (3, None)})

    services.skills.decide_skills(profile=profile, shown=shown, ticked=[])

    row = profile.skills.get()
    assert (row.decision, row.level) == (Decision.REMOVED, None)
    assert held_skills(profile) == frozenset()


def test_what_the_page_did_not_show_is_left_alone(profile):
    by_hand = ProfileSkillFactory(profile=profile, decision=Decision.ADDED)

    services.skills.decide_skills(profile=profile, shown=proposed(profile), ticked=[])

    assert held_skills(profile) == {by_hand.skill}


def test_a_tick_that_was_not_proposed_or_does_not_exist_is_ignored(profile):
    services.skills.decide_skills(profile=profile, shown=["nothing"], ticked=["nothing", "other"])

    assert not profile.skills.exists()


def test_ticks_on_a_page_that_changed_are_kept_and_nothing_is_taken_away(profile):
    shown = proposed(profile)
    services.skills.decide_skills(profile=profile, shown=shown, ticked=shown[:1])
    read = skills_page(profile).digest
    services.past_jobs.add_past_job(profile=profile, code=OFFICE, label="")

    assert not services.skills.decide_page(profile=profile, digest=read, ticked=shown[1:3])
    assert held_skills(profile) == set(shown[:3])
    now = skills_page(profile).digest
    assert services.skills.decide_page(profile=profile, digest=now, ticked=shown[1:3])
    assert held_skills(profile) == set(shown[1:3])


def test_levels_are_asked_one_job_at_a_time(profile):
    services.past_jobs.add_past_job(profile=profile, code=OFFICE, label="")
    by_hand = ProfileSkillFactory(profile=profile, decision=Decision.ADDED)
    page = skills_page(profile)
    services.skills.decide_skills(profile=profile, shown=page.codes, ticked=page.codes)

    groups = level_groups(profile)

    assert [group.key for group in groups] == [PICKER, OFFICE, "added"]
    assert [row.code for row in groups[-1].rows] == [by_hand.skill]
    assert {row.code for group in groups for row in group.rows} == held_skills(profile)


def test_a_skill_is_added_by_hand_and_then_no_longer_offered(profile):
    hit = skill_hits(profile, "réclamation")[0]

    assert services.skills.add_skill(profile=profile, code=hit.code)
    assert not services.skills.add_skill(profile=profile, code="nothing")

    assert hit.code not in {row.code for row in skill_hits(profile, "réclamation")}
    assert [skill.code for skill in skills_page(profile).added] == [hit.code]


def test_a_skill_of_two_jobs_is_proposed_once(profile):
    services.past_jobs.add_past_job(profile=profile, code=OFFICE, label="")

    assert len(proposed(profile)) == len(set(proposed(profile)))


def test_a_skill_that_a_release_dropped_keeps_the_label_that_was_read(profile):
    ProfileSkillFactory(profile=profile, skill="g:gone", label="Tenir un fichier", level=2)

    assert [row.label for group in level_groups(profile) for row in group.rows] == [
        "Tenir un fichier"
    ]


def test_a_level_out_of_range_or_a_job_of_somebody_else_is_not_kept(profile):
    shown = proposed(profile)
    services.skills.decide_skills(profile=profile, shown=shown, ticked=shown[:1])
    foreign = PastJobFactory()

    services.skills.set_levels(profile=profile, levels={shown[0]: (9, foreign.pk)})

    row = profile.skills.get()
    assert (row.level, row.used_in) == (None, None)
