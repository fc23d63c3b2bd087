"""Template tags: what they say, in words first."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override


def render(source: str, **context) -> str:
    with override("fr"):
        return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_alone_says_what_it_is():
    assert 'aria-hidden="true"' in render('{% icon "print" %}')
    assert 'role="img" aria-label="Imprimer"' in render('{% icon "print" "Imprimer" %}')


def test_an_icon_escapes_its_label():
    assert "<b>" not in render('{% icon "print" label %}', label="<b>")


def test_an_unknown_icon_is_a_fault():
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


def test_a_meter_always_says_its_share():
    html = render('{% meter value=0.706 label="12 sur 17" text="demandées" close=0.1 %}')

    assert "<strong>12 sur 17</strong> demandées" in html
    assert 'width="70.6%"' in html


def test_a_meter_without_a_value_says_unknown_and_draws_no_bar():
    html = render('{% meter value=None label="rien de publié" %}')

    assert "inconnu" in html
    assert "meter-held" not in html


@pytest.mark.parametrize(
    "tone", ["held", "official", "open", "unknown", "simulated", "alert", "close"]
)
def test_a_badge_has_words_a_shape_and_a_tone(tone):
    html = render("{% badge text tone %}", text="dit <ici>", tone=tone)

    assert f"badge--{tone}" in html
    assert "<svg" in html
    assert "dit &lt;ici&gt;" in html


def test_a_figure_writes_its_number_or_says_unknown():
    assert "1\u202f500" in render('{% figure 1500 "postes" "source" %}')
    assert "312 / 500" in render('{% figure "312 / 500" %}')
    assert "inconnu" in render("{% figure None %}")


def test_the_empty_state_has_a_name_to_use_inside_a_loop():
    source = '{% for x in xs %}{% empty_state "Vide" %}{% empty %}{% empty "Rien" %}{% endfor %}'

    assert "Rien" in render(source, xs=[])
    assert "Vide" in render(source, xs=[1])


def test_steps_say_where_we_are_in_words():
    html = render("{% stepper steps 2 %}", steps=[("Un", "/un"), ("Deux", None), ("Trois", None)])

    assert "Étape 2 sur 3" in html
    assert html.count('aria-current="step"') == 1
    assert '<a href="/un">Un</a>' in html
    assert "(étape faite)" in html


def test_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "vente & stock", "page": "2"})
    html = render("{% pages page %}", page=Paginator(range(60), 10).page(2), request=request)

    assert 'href="?q=vente+%26+stock&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_a_single_page_has_no_pages():
    assert "<nav" not in render("{% pages page %}", page=Paginator(range(6), 10).page(1))


def test_the_last_breadcrumb_is_this_page():
    html = render("{% breadcrumbs trail %}", trail=[("Accueil", "/"), ("Ici", "/ici")])

    assert '<a href="/">Accueil</a>' in html
    assert '<span aria-current="page">Ici</span>' in html


def test_notice_and_dialog_hold_what_is_between_their_tags():
    notice = render('{% notice "error" title="Attention" %}<p>{{ x }}</p>{% endnotice %}', x="<i>")
    dialog = render('{% dialog "Ouvrir" title="Titre" %}<p>corps</p>{% enddialog %}')

    assert 'role="alert"' in notice
    assert "&lt;i&gt;" in notice
    assert "<p>corps</p>" in dialog
    assert dialog.startswith("<details")


def test_a_submit_button_carries_its_attributes():
    html = render('{% submit "Garder" "quiet" icon="check" name="act" value="keep" %}')

    assert 'class="button button--quiet" name="act" value="keep"' in html


def test_htmx_adds_no_style_of_its_own():
    html = render("{% htmx %}")

    assert '"includeIndicatorStyles":false' in html
    assert "htmx-2.min.js" in html


def test_a_page_has_one_line():
    request = RequestFactory().get("/")
    source = '{% extends "ui/base.html" %}{% load ui %}{% block main %}BODY{% endblock %}'

    def lines(body: str) -> int:
        request.__dict__.pop("ui_thread_drawn", None)
        template = Template(source.replace("BODY", body))
        return template.render(Context({"request": request})).count('class="thread-dot"') // 2

    assert lines("rien") == 1
    assert lines("{% thread %}") == 1


def test_the_aside_is_empty_when_no_page_fills_it():
    html = Template('{% extends "ui/base.html" %}').render(Context())

    assert "</aside>" in html
    assert ">\n" not in html[html.index("<aside") : html.index("</aside>")]
