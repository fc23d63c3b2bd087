"""Fields: labelled, described, their errors beside them and in a summary on top."""

from django import forms
from django.template import Context, Template
from django.utils.translation import override

from boutdufil.kernel.ui import rows, samples


class Person(forms.Form):
    """A form with the traps: hint and error, radios, a hidden field, an error of the whole."""

    name = forms.CharField(label="Nom", help_text="Comme sur vos papiers.")
    nick = forms.CharField(label="Surnom", required=False)
    way = forms.ChoiceField(label="Voie", choices=[("a", "A")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Tout est à revoir.")


def render(source: str, **context) -> str:
    with override("fr"):
        return Template("{% load ui %}" + source).render(Context(context))


def test_a_field_is_tied_to_its_label_its_hint_and_its_error():
    html = render("{% field form.name %}", form=Person({}))

    assert '<label class="field-label" for="id_name">Nom' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name-hint"' in html
    assert 'id="id_name-error"' in html


def test_a_sound_field_is_not_called_invalid():
    html = render("{% field form.name %}", form=Person())

    assert "aria-invalid" not in html
    assert 'aria-describedby="id_name-hint"' in html


def test_only_an_optional_field_says_so():
    assert "facultatif" not in render("{% field form.name %}", form=Person())
    assert "facultatif" in render("{% field form.nick %}", form=Person())


def test_radios_are_a_group_with_a_legend():
    html = render("{% field form.way %}", form=Person({}))

    assert "<legend" in html
    assert '<label class="choice" for="id_way_0">' in html
    assert 'aria-describedby="id_way-error"' in html


def test_the_summary_leads_to_the_first_control_of_every_wrong_field():
    html = render("{% errors form %}", form=Person({}))

    assert "3 points à corriger" in html
    assert 'href="#id_name"' in html
    assert 'href="#id_way_0"' in html
    assert "Tout est à revoir." in html
    assert "autofocus" in html


def test_there_is_no_summary_without_errors():
    assert render("{% errors form %}", form=Person()).strip() == ""


def test_attributes_label_hint_and_suggestions_are_given_in_the_template():
    html = render(
        '{% field form.nick label="Petit nom" hint="Un mot" inputmode="text"'
        ' autocomplete_url="/x/?q=" %}',
        form=Person(),
    )

    assert "Petit nom" in html
    assert "Un mot" in html
    assert 'inputmode="text"' in html
    assert 'data-autocomplete="/x/?q="' in html


def test_without_suggestions_a_field_asks_for_none():
    assert "data-autocomplete" not in render("{% field form.nick %}", form=Person())


def test_a_button_stands_in_the_pill():
    html = render('{% field form.name button="Voir" %}', form=Person())

    assert html.index("pill-row") < html.index("Voir</button>")


def test_what_a_person_typed_is_escaped():
    form = Person({"name": '"><script>'})

    assert "<script>" not in render("{% field form.name %}{% errors form %}", form=form)


def test_every_kind_of_widget_has_its_drawing():
    kinds = {rows.kind_of(bound.field.widget) for bound in samples.SampleForm()}

    assert kinds == {"pill", "range", "select", "group", "textarea", "file", "check"}
    assert rows.kind_of(forms.SelectDateWidget()) == "several"
    assert render("{% field form.token %}", form=Person()).strip().startswith("<input")
