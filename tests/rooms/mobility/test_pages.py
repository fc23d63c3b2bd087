"""Pages of the path, asked for as a browser without JavaScript does."""

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.rooms.mobility import services
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.selectors.bridges import path_bridges
from boutdufil.rooms.mobility.selectors.skills import skills_page
from tests.factories.mobility import PastJobFactory, ShareLinkFactory
from tests.factories.people import PersonFactory
from tests.rooms.mobility.conftest import ADVISER, OFFICE, PICKER

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    answer = client.get(reverse(f"mobility:{name}", args=args), query)
    return answer, answer.content.decode()


def send(client, name, *args, **data):
    return client.post(reverse(f"mobility:{name}", args=args), data)


def test_the_first_page_asks_one_question(client):
    answer, html = page(client, "start")

    assert answer.status_code == 200
    assert 'name="q"' in html
    assert not Profile.objects.exists()


def test_everyday_words_give_buttons_and_one_press_opens_a_path(client):
    _, html = page(client, "past_jobs", q="preparatrice de comandes")
    assert f'value="{PICKER}"' in html

    answer = send(client, "add_past_job", code=PICKER, label="", words="preparatrice de comandes")

    assert answer.url.startswith(reverse("mobility:past_jobs"))
    assert Profile.objects.get().past_jobs.get().code == PICKER


def test_nothing_found_helps_and_offers_families(client):
    answer, html = page(client, "past_jobs", q="zzzzqq")

    assert answer.status_code == 200
    assert '<div class="families">' in html
    assert "Essayez un mot plus court" in html


def test_a_title_that_left_the_list_is_said(client):
    answer = client.post(
        reverse("mobility:add_past_job"), {"code": "Z9999", "label": "x"}, follow=True
    )

    assert "n’est plus dans la liste" in answer.content.decode()


def test_years_and_place_are_kept_and_lead_to_skills(guest, picker):
    job = picker.past_jobs.get()

    answer = send(
        guest,
        "past_jobs",
        **{f"job-{job.pk}-years": "8", f"job-{job.pk}-workplace": "", "near": "59650"},
    )

    picker.refresh_from_db()
    assert answer.url == reverse("mobility:skills")
    assert picker.near_code == "59009"


@pytest.mark.parametrize(
    ("field", "value"), [("years", "beaucoup"), ("years", "99"), ("near", "Zzz")]
)
def test_a_mistake_is_told_beside_its_field(guest, picker, field, value):
    job = picker.past_jobs.get()
    name = field if field == "near" else f"job-{job.pk}-{field}"

    answer = send(guest, "past_jobs", **{name: value})

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_a_job_is_removed_and_skills_stay(guest, picker):
    before = picker.skills.count()

    send(guest, "past_jobs", remove=picker.past_jobs.get().pk)

    assert not picker.past_jobs.exists()
    assert picker.skills.count() == before


def test_a_job_of_another_path_cannot_be_removed(guest):
    foreign = PastJobFactory()

    send(guest, "past_jobs", remove=foreign.pk)

    assert type(foreign).objects.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize(
    "name", ["skills", "levels", "tastes", "paths", "why", "compare", "shares"]
)
def test_without_a_past_job_one_is_sent_to_the_first_step(client, name):
    assert page(client, name)[0].url == reverse("mobility:past_jobs")


def page_read(profile):
    """Return the hidden field that says which boxes were shown."""
    return skills_page(profile).digest


def test_ticking_a_whole_group_without_javascript(guest, picker):
    send(guest, "skills", page=page_read(picker))
    assert picker.skills.filter(decision="confirmed").count() == 0

    answer = send(guest, "skills", page=page_read(picker), all=f"{PICKER}-core")
    assert answer.url.endswith(f"#groupe-{PICKER}-core")
    assert picker.skills.filter(decision="confirmed").count() > 3


def test_a_page_read_before_it_changed_is_shown_again_with_its_ticks(guest, picker):
    before = picker.skills.filter(decision="confirmed").count()

    answer = guest.post(
        reverse("mobility:skills"), {"page": "another", "do": "continue"}, follow=True
    )

    assert answer.redirect_chain == [(reverse("mobility:skills"), 302)]
    assert "Vos coches sont gardées" in answer.content.decode()
    assert picker.skills.filter(decision="confirmed").count() == before


@pytest.mark.parametrize("field", ["skill", "add"])
def test_what_is_not_written_like_a_skill_is_ignored(guest, picker, field):
    answer = send(guest, "skills", page=page_read(picker), **{field: "x y'\n" * 40})

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("pressed", "leads_to"),
    [
        ({"do": "continue"}, "/mobilite/gouts/"),
        ({"do": "levels"}, "/mobilite/competences/niveaux/"),
        ({"do": "enter", "q": "anglais"}, "/mobilite/competences/?q=anglais#ajouter"),
        ({"add": "nothing"}, "/mobilite/competences/#ajouter"),
    ],
)
def test_every_button_of_the_skills_page_leads_where_it_says(guest, picker, pressed, leads_to):
    assert send(guest, "skills", page=page_read(picker), **pressed).url == leads_to


def test_a_level_is_kept_with_the_only_job(guest, picker):
    row = picker.skills.first()

    send(guest, "levels", **{f"{row.skill}-level": "3"})

    row.refresh_from_db()
    assert (row.level, row.used_in) == (3, picker.past_jobs.get())


def test_a_taste_is_shown_and_changes_no_rank(guest, picker):
    _, before = page(guest, "paths")
    assert send(guest, "tastes", tastes=["helping"]).url == reverse("mobility:paths")

    _, after = page(guest, "paths")
    order = [html.split('class="card near-job"')[1:] for html in (before, after)]
    names = [[card.split("/metiers/")[1][:5] for card in cards] for cards in order]
    assert names[0] == names[1]
    assert "jamais compté" in after
    assert picker.tastes.get().taste == "helping"


def test_four_tastes_are_too_many(guest):
    answer = guest.post(
        reverse("mobility:tastes"), {"tastes": ["helping", "talking", "moving", "writing"]}
    )

    assert answer.status_code == 422


def test_the_two_answers_stay_apart(guest):
    answer, html = page(guest, "paths")
    near, doors = html.split('id="titre-portes"')

    assert answer.status_code == 200
    assert ADVISER not in near.split('id="titre-proches"')[1]
    assert ADVISER in doors
    assert "<strong>0 sur " in doors


@pytest.mark.parametrize("asked", ["20", "1000", "-3", "x", "99999999999"])
def test_any_number_of_near_jobs_may_be_asked_for(guest, asked):
    assert page(guest, "paths", voir=asked)[0].status_code == 200


def test_why_not_finds_a_job_and_explains_its_absence(guest):
    assert f'action="{reverse("mobility:why")}"' in page(guest, "paths")[1]
    _, hits = page(guest, "why", q="téléconseillère")
    assert reverse("mobility:reasons", args=[ADVISER]) in hits

    answer, html = page(guest, "reasons", ADVISER)
    assert answer.status_code == 200
    assert "n’est pas dans les métiers proches" in html
    assert page(guest, "reasons", "Z9999")[0].status_code == 404


def test_the_reasons_of_a_near_job_say_how_it_was_chosen_and_placed(guest, picker):
    ranked = [job.code for job in path_bridges(picker, limit=50).near]

    _, near = page(guest, "reasons", ranked[0])
    assert "placé selon la part" in near
    assert "D’où vient la parenté" in near
    assert "n’est pas parmi les dix premiers" not in near
    assert "n’est pas parmi les dix premiers" in page(guest, "reasons", ranked[10])[1]


def test_comparing_two_targets(guest):
    answer, html = page(guest, "compare", a="N1105", b=ADVISER)

    assert answer.status_code == 200
    assert html.count('<th scope="row">') == 8
    assert html.count('<th scope="col" lang="fr">') == 2
    assert "deux fois le même" in page(guest, "compare", a=ADVISER, b=ADVISER)[1]
    assert page(guest, "compare", a=ADVISER, b="Z9999")[0].status_code == 200


def test_a_job_card_is_public_and_an_unknown_one_is_not_found(client):
    answer, html = page(client, "card", ADVISER.lower())

    assert answer.status_code == 200
    assert "compétences demandées" in html
    assert page(client, "card", "Z9999")[0].status_code == 404


def test_coming_back_without_an_account(guest, picker):
    html = send(guest, "keep").content.decode()
    address = html.split('readonly value="')[1].split('"')[0].removeprefix("http://testserver")
    stranger = type(guest)()

    shown = stranger.get(address)
    assert shown.status_code == 200
    assert "mobility_profile" not in stranger.session
    assert stranger.post(address).url == reverse("mobility:paths")
    assert stranger.session["mobility_profile"] == picker.pk
    assert stranger.post(reverse("mobility:resume", args=["x" * 43])).status_code == 404


def test_coming_back_while_signed_in_keeps_the_path_in_the_account(guest, picker):
    token = services.profiles.create_return_link(profile=picker)
    signed_in = type(guest)()
    signed_in.force_login(PersonFactory())

    signed_in.post(reverse("mobility:resume", args=[token]))

    picker.refresh_from_db()
    assert picker.person is not None


def test_a_share_link_opens_for_anyone_and_says_when_it_was_withdrawn(guest, picker):
    html = send(guest, "shares").content.decode()
    address = html.split('readonly value="')[1].split('"')[0].removeprefix("http://testserver")
    stranger = type(guest)()

    opened = stranger.get(address)
    assert opened.status_code == 200
    assert "noindex" in opened["X-Robots-Tag"]
    assert "Comparer" not in opened.content.decode()

    send(guest, "withdraw_share", picker.share_links.get().pk)
    gone = stranger.get(address)
    assert gone.status_code == 410
    assert "retiré" in gone.content.decode()
    assert stranger.get(reverse("mobility:shared", args=["x" * 43])).status_code == 404


def test_a_link_of_another_path_cannot_be_withdrawn(guest):
    foreign = ShareLinkFactory()

    send(guest, "withdraw_share", foreign.pk)

    foreign.refresh_from_db()
    assert foreign.withdrawn_at is None


def test_erasing_asks_first(guest, picker):
    assert page(guest, "erase")[0].status_code == 200
    assert Profile.objects.filter(pk=picker.pk).exists()

    assert send(guest, "erase").status_code == 200
    assert not Profile.objects.filter(pk=picker.pk).exists()
    assert page(guest, "erase")[0].url == reverse("mobility:start")


def test_too_many_resumptions_from_one_address_are_asked_to_wait(client):
    answers = {send(client, "resume", "x" * 43).status_code for _ in range(125)}

    assert answers == {404, 429}


def test_thirty_people_behind_one_address_all_write():
    for _ in range(30):
        client = Client()
        for code in (PICKER, OFFICE, ADVISER, PICKER, OFFICE):
            assert send(client, "add_past_job", code=code).status_code == 302


def test_one_path_written_too_often_is_asked_to_wait_alone(guest):
    answers = {send(guest, "withdraw_share", 1).status_code for _ in range(125)}

    assert answers == {302, 429}
    assert send(Client(), "add_past_job", code=PICKER).status_code == 302


def test_a_guests_session_lasts_from_the_last_write_and_reading_leaves_it(guest):
    assert "boutdufil_session" in send(guest, "tastes", tastes=["helping"]).cookies
    assert "boutdufil_session" not in page(guest, "paths")[0].cookies


@pytest.mark.parametrize(
    "path",
    [
        "/mobilite/metiers/%00/",
        "/mobilite/chemins/D14/",
        "/mobilite/metiers/D1408x/",
        "/mobilite/comparer/?a=%00&b=D1408",
        "/mobilite/comparer/?a=%C5%BF1408&b=D1408",
        "/mobilite/metiers/%C5%BF1408/",
    ],
)
def test_what_is_no_code_is_no_error(guest, path):
    assert guest.get(path).status_code in {200, 400, 404}


def test_a_code_that_is_none_adds_no_job(client):
    send(client, "add_past_job", code="D14\x008", label="x")

    assert not Profile.objects.exists()
