"""The list of vacancies as a visitor meets it."""

import pytest
from django.urls import reverse

from boutdufil.kernel.posts.selectors import search
from tests.factories.posts import VacancyFactory, VacancySkillFactory

pytestmark = pytest.mark.django_db

OFFERS = reverse("mobility:vacancies")


@pytest.fixture(autouse=True)
def fresh_shelf():
    search.keeper.forget()
    yield
    search.keeper.forget()


def page(client, **filters):
    answer = client.get(OFFERS, filters)
    return answer, answer.content.decode()


def test_a_stranger_reads_titles_places_and_pay_without_a_score(client):
    vacancy = VacancyFactory(organisation__name="Fil d’Or", home_days=2, works_sundays=True)
    answer, html = page(client, lieu="Lille", temps="30")
    assert answer.status_code == 200
    facts = ("Fil d’Or", "2 jours à domicile", "1\u202f900 à", "travail le dimanche")
    for words in (vacancy.title, *facts):
        assert words in html
    assert "1 offre à moins de 30 minutes de Lille" in html
    assert "Aucune note" in html
    assert "meter-held" not in html
    assert f"{OFFERS}{vacancy.pk}/" in html


def test_a_path_gives_a_fit_and_the_first_place(guest, picker):
    vacancy = VacancyFactory(code="Z9999")
    held = picker.skills.values_list("skill", flat=True)[0]
    VacancySkillFactory(vacancy=vacancy, skill=held)
    VacancySkillFactory(vacancy=vacancy)
    picker.near_code = "59350"
    picker.save()
    _answer, html = page(guest)
    assert "1 sur 2 compétences demandées · 0\u00a0% de la fiche métier" in html
    assert 'value="Lille (59000)"' in html or 'value="Lille' in html
    assert "à moins de 30 minutes de Lille" in html


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"metier": "Z0000"}, "Aucun métier ne porte le code « Z0000 »"),
        ({"metier": "tout"}, "Aucun métier ne porte le code « tout »"),
        ({"lieu": "Xyzzyville"}, "Aucune commune ne s’appelle « Xyzzyville »"),
        ({"commune": "99999"}, "Aucune commune ne s’appelle « 99999 »"),
        ({"temps": "30"}, "Dites près d’où"),
        ({"lieu": "Lille", "temps": "31"}, "« 31 » n’est pas dans la liste"),
        ({"contrat": "cdi"}, "« cdi » n’est pas un contrat connu"),
        ({"salaire": "beaucoup"}, "Écrivez un nombre entier"),
        ({"sans_nuit": "peut-être"}, "ne dit ni oui ni non"),
        ({"langue": "xx"}, "« xx » n’est pas dans la liste"),
        ({"employeur": "123456"}, "Cet employeur n’est pas inscrit ici"),
        ({"tri": "prix"}, "« prix » n’est pas dans la liste"),
        ({"page": "deux"}, "Le numéro de page"),
        ({"q": "un travail"}, "ne disent rien de précis"),
    ],
)
def test_an_unknown_value_is_said_and_nothing_typed_is_lost(client, filters, message):
    VacancyFactory()
    answer, html = page(client, **filters, salaire_ignored="1")
    assert answer.status_code == 400
    assert message in html
    assert "offre à moins" not in html
    typed = next(iter(filters.values()))
    assert typed in html


def test_a_typed_place_wins_over_an_old_code(client):
    VacancyFactory()
    _answer, html = page(client, lieu="Metz", commune="59350", temps="30")
    assert "de Metz" in html
    assert 'name="commune" id="id_commune" value="57463"' in html


def test_nothing_exact_is_said_aloud_with_the_reasons(client):
    VacancyFactory(code="D1401")
    answer, html = page(client, metier="D1408", lieu="Lille", temps="30")
    assert answer.status_code == 200
    assert "Rien d’exact à moins de 30 minutes\u00a0: 1 proche" in html
    assert "métier voisin de" in html


def test_an_empty_list_says_what_was_tried(client):
    _answer, html = page(client, q="zzzzzz")
    assert "Aucune offre ici pour l’instant" in html
    assert "Nous avons aussi cherché" not in html
    _answer, html = page(client, metier="D1408", lieu="Lille", temps="30")
    assert "Nous avons aussi cherché parmi les métiers voisins, et plus loin." in html
    _answer, html = page(client, lieu="Lille", km="10")
    assert "Nous avons aussi cherché plus loin." in html


def test_chips_change_one_filter_and_keep_the_others(client):
    VacancyFactory()
    VacancyFactory(contract="temporary")
    _answer, html = page(client, q="conseiller", lieu="Lille", temps="30", page="1")
    assert "contrat=temporary" in html
    assert "tri=date" in html
    kept = html.split("contrat=temporary")[0].rsplit('href="', 1)[1]
    assert "q=conseiller" in kept
    assert "page" not in kept


def test_what_some_of_the_list_have_is_counted_and_kept_at_a_touch(client):
    VacancyFactory(works_sundays=True, home_days=2)
    VacancyFactory()
    _answer, html = page(client, q="conseiller")
    assert 'sans_dimanche=1#resultats">Sans dimanche <span class="muted">1</span>' in html
    assert 'domicile=1#resultats">Jours à domicile <span class="muted">1</span>' in html
    assert "sans_nuit=1" not in html
    _answer, kept = page(client, q="conseiller", sans_dimanche="1")
    assert kept.count('class="vacancy"') == 1
    assert "sans_dimanche=1#resultats" not in kept


def test_a_page_beyond_the_last_is_the_last(client):
    VacancyFactory()
    _answer, html = page(client, q="conseiller", page="9")
    assert html.count('class="vacancy"') == 1


def test_pages_keep_the_filters(client):
    VacancyFactory.create_batch(21)
    _answer, html = page(client, q="conseiller")
    assert "q=conseiller&amp;page=2" in html
    _answer, second = page(client, q="conseiller", page="2")
    assert second.count('class="vacancy"') == 1


def test_thirty_cost_as_many_questions_as_one(guest, django_assert_max_num_queries):
    VacancyFactory()
    page(guest, lieu="Lille", temps="30")
    with django_assert_max_num_queries(9):
        page(guest, lieu="Lille", temps="30")
    VacancyFactory.create_batch(29)
    page(guest, lieu="Lille", temps="30")
    with django_assert_max_num_queries(9):
        page(guest, lieu="Lille", temps="30")


def test_words_are_never_markup(client):
    _answer, html = page(client, q="<script>alert(1)</script> accueil")
    assert "<script>alert" not in html


def test_the_near_jobs_lead_to_their_vacancies_with_a_true_count(guest, picker):
    VacancyFactory.create_batch(2, code="D1408")
    VacancyFactory(code="D1408", commune="57463", latitude=49.1081, longitude=6.1955)
    picker.near_code = "59350"
    picker.save()
    html = guest.get(reverse("mobility:paths")).content.decode()
    address = f"{OFFERS}?metier=D1408&amp;commune=59350&amp;temps=30"
    assert address in html
    told = html.split(address)[1][:200]
    assert "Voir les 2 offres à moins de 30 minutes" in told
    assert "Aucune offre à moins de 30 minutes" in html


def test_a_job_card_leads_to_its_vacancies(client):
    VacancyFactory(code="D1408")
    html = client.get(reverse("mobility:card", args=["D1408"])).content.decode()
    assert "Voir 1 offre" in html
    assert f"{OFFERS}?metier=D1408" in html
