"""The fragments of the two search boxes."""

import pytest
from django.urls import reverse

from boutdufil.kernel.occupations.selectors import titles
from boutdufil.kernel.occupations.selectors.memory import PerRelease
from tests.factories.occupations import SkillFactory

pytestmark = pytest.mark.django_db


def test_title_options_for_a_guest(client):
    answer = client.get(reverse("occupations:title_search"), {"q": "teleconseillere"})
    assert answer.status_code == 200
    assert b'role="option"' in answer.content
    assert b'data-value="D1408"' in answer.content


def test_skill_options_for_a_guest(client, monkeypatch):
    skill = SkillFactory(label="Zézayer au <téléphone>", search="zezayer au telephone")
    monkeypatch.setattr(titles, "_skills", PerRelease(titles.load_skills))
    answer = client.get(reverse("occupations:skill_search"), {"q": "zezaye"})
    assert f'data-value="{skill.code}"'.encode() in answer.content
    assert b"au &lt;t" in answer.content


@pytest.mark.parametrize("name", ["occupations:title_search", "occupations:skill_search"])
@pytest.mark.parametrize("query", ["", " ", "'; --", "é" * 3000])
def test_odd_queries_give_no_error(client, name, query):
    assert client.get(reverse(name), {"q": query}).status_code == 200


@pytest.mark.parametrize("name", ["occupations:title_search", "occupations:skill_search"])
def test_the_boxes_are_read_only(client, name):
    assert client.post(reverse(name)).status_code == 405
