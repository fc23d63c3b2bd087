"""What is drawn once: it varies by language and by what it names, and sees nothing else."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override


def draw(source: str, **context) -> str:
    return Template("{% load fixed i18n %}" + source).render(Context(context))


def test_it_is_drawn_once():
    template = Template("{% load fixed %}{% fixed n=n %}{{ n }} {{ counted }}{% endfixed %}")
    asked = []

    class Counted(list):
        def __hash__(self):
            return 1

        def __str__(self):
            asked.append(1)
            return "one"

    counted = Counted()
    for _ in range(3):
        assert template.render(Context({"n": counted})) == "one "
    assert len(asked) == 1


def test_nothing_personal_gets_in():
    assert draw("{% fixed %}[{{ name }}{{ request.user }}]{% endfixed %}", name="Nadia") == "[]"


def test_it_varies_by_what_it_names():
    template = Template("{% load fixed %}{% fixed place=place %}{{ place }}{% endfixed %}")
    for place in ("Lille", "<b>", "Lille"):
        drawn = template.render(Context({"place": place}))
        assert drawn == place.replace("<", "&lt;").replace(">", "&gt;")


def test_it_varies_by_language():
    template = Template('{% load fixed i18n %}{% fixed %}{% translate "Menu" %}{% endfixed %}')
    language = Template(
        "{% load fixed i18n %}{% fixed %}{% get_current_language as l %}{{ l }}{% endfixed %}"
    )
    told = []
    for code in ("fr", "en", "fr"):
        with override(code):
            template.render(Context())
            told.append(language.render(Context()))
    assert told == ["fr", "en", "fr"]


def test_too_many_forms_are_forgotten():
    template = Template("{% load fixed %}{% fixed n=n %}{{ n }}{% endfixed %}")
    for number in range(300):
        assert template.render(Context({"n": number})) == str(number)
    assert len(template.nodelist[1]._drawn) <= 128


@pytest.mark.parametrize(
    "source",
    [
        "{% fixed section %}{% endfixed %}",
        "{% fixed %}{% block title %}{% endblock %}{% endfixed %}",
    ],
)
def test_what_cannot_be_fixed_is_refused(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source)


def test_a_part_is_shown_twice():
    source = "{% kept as part %}<b>{{ name }}</b>{% endkept %}{{ part }}{{ part }}"
    assert draw(source, name="A&B") == "<b>A&amp;B</b>" * 2
