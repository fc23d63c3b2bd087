"""What people type about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.enums import Language
from boutdufil.kernel.people.models import Person, fold_email


def _email_field(**options: Any) -> forms.EmailField:
    return forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Écrivez votre adresse e-mail."),
            "invalid": _("Cette adresse n’est pas complète. Exemple : nom@exemple.fr"),
        },
        **options,
    )


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Comment vous appeler"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Écrivez votre nom, ou le prénom que vous préférez.")},
    )


class EmailForm(forms.Form):
    """One address; the answer never says whether it has an account."""

    email = _email_field()
    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        return fold_email(self.cleaned_data["email"])


class SignUpForm(EmailForm):
    """A new account: the password comes later, once the address is proved."""

    name = _name_field()
    field_order = ("name", "email", "next")


class PasswordSignInForm(EmailForm):
    """The password path."""

    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Écrivez votre mot de passe.")},
    )
    field_order = ("email", "password", "next")


class NewPasswordForm(forms.Form):
    """A password, checked by the site's validators against the person it is for."""

    password = forms.CharField(
        label=_("Nouveau mot de passe"),
        max_length=256,
        strip=False,
        help_text=_("Au moins 12 caractères. Une phrase convient très bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )

    def __init__(self, *args: Any, email: str = "", name: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.email, self.known_name = email, name

    def clean(self) -> dict[str, Any]:
        """Refuse passwords that are short, common or too close to who chooses them."""
        password = self.cleaned_data.get("password")
        if password:
            name = self.cleaned_data.get("name") or self.known_name
            person = Person(email=self.email, name=name)
            try:
                password_validation.validate_password(password, person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return self.cleaned_data


class WelcomeForm(NewPasswordForm):
    """The last step of an account: a name, and a password if one is wanted."""

    name = _name_field()
    field_order = ("name", "password")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].required = False
        self.fields["password"].label = _("Mot de passe")
        self.fields["password"].help_text = _(
            "Sans mot de passe, vous recevez un lien à chaque connexion. "
            "Sinon, au moins 12 caractères."
        )


class CorrectionForm(forms.Form):
    """What a person may correct at once; the address goes by a link."""

    name = _name_field()
    language = forms.ChoiceField(label=_("Langue des messages"), choices=Language.choices)


class ErasureForm(forms.Form):
    """Consent to something that cannot be undone."""

    confirmed = forms.BooleanField(
        label=_("Oui, effacer mon compte et tout ce qui s’y rattache"),
        error_messages={"required": _("Cochez la case pour confirmer l’effacement.")},
    )
