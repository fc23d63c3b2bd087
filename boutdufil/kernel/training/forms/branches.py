"""What a branch types: accreditations, certificates, recognitions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.training.enums import CertificateKind, WithdrawalReason
from boutdufil.kernel.training.forms.fields import Choices, day
from boutdufil.kernel.training.selectors import wording
from boutdufil.kernel.ui.fields import offer


class AccreditationForm(forms.Form):
    """What a branch lets a body prepare for."""

    body = forms.TypedChoiceField(label=_("Organisme"), coerce=int)
    branch = forms.TypedChoiceField(label=_("Au nom de la branche"), coerce=int)
    kinds = forms.MultipleChoiceField(
        label=_("Toutes les certifications de cette nature"),
        choices=[(kind.value, kind.label) for kind in (CertificateKind.CQP, CertificateKind.CQPI)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    certificates = forms.TypedMultipleChoiceField(
        label=_("Ou seulement celles-ci"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts_on = day(_("À partir du"))
    ends_on = day(_("Jusqu’au"))
    evidence = forms.CharField(
        label=_("Pièces et motifs"),
        help_text=_("Ce qui appuie la décision : dossier, visite, résultats."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, bodies: Choices, branches: Choices, certificates: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "body", bodies)
        offer(self, "branch", branches)
        offer(self, "certificates", certificates)


class RenewalForm(forms.Form):
    """Until when an accreditation goes on, and why."""

    ends_on = day(_("Jusqu’au"))
    evidence = forms.CharField(
        label=_("Pièces et motifs"), widget=forms.Textarea(attrs={"rows": 3})
    )


class CertificateForm(forms.Form):
    """A certificate a branch creates, with its blocks as lines of words."""

    branch = forms.TypedChoiceField(label=_("Au nom de la branche"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=[(kind.value, kind.label) for kind in (CertificateKind.CQP, CertificateKind.CQPI)],
    )
    label = forms.CharField(label=_("Intitulé"), max_length=250)
    agreement = forms.TypedChoiceField(
        label=_("Accord qui le crée"),
        help_text=_("Pour un CQPI : chaque branche qui l’a signé le reconnaît."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    codes = forms.CharField(
        label=_("Métiers visés"),
        help_text=_("Codes ROME, séparés par une espace : D1408 D1401."),
        max_length=120,
    )
    number = forms.RegexField(
        r"\A(RNCP|RS)\d{1,6}\Z",
        label=_("Numéro au registre national"),
        help_text=_("RNCP ou RS suivi de chiffres. Laissez vide s’il n’y est pas."),
        required=False,
        error_messages={"invalid": _("Écrivez RNCP ou RS suivi de chiffres, sans espace.")},
    )
    level = forms.TypedChoiceField(
        label=_("Niveau"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Sans niveau")), *((level, str(level)) for level in range(3, 9))],
    )
    registered_until = day(_("Enregistré jusqu’au"), required=False)
    blocks = forms.CharField(
        label=_("Blocs de compétences"),
        help_text=_(
            "Une ligne nomme un bloc et ses heures : Conduire un appel ; 70. Dessous, une "
            "compétence par ligne, après un tiret, avec les mots de la fiche métier. Laissez "
            "vide : nous écrivons les compétences des fiches, à ranger en blocs."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
    )

    def __init__(self, *args: Any, branches: Choices, agreements: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "branch", branches)
        offer(self, "agreement", [("", _("Aucun")), *agreements])

    def clean_codes(self) -> tuple[str, ...]:
        """Return the codes; an unknown one is named."""
        codes = tuple(dict.fromkeys(self.cleaned_data["codes"].upper().replace(",", " ").split()))
        known = occupations.cards(codes)
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(
                _("Code inconnu ici : %(codes)s."), params={"codes": " ".join(unknown)}
            )
        return codes

    def clean(self) -> dict[str, Any]:
        """Read the blocks; without any, propose the skills of the cards and ask to sort them."""
        said = super().clean() or {}
        if "codes" not in said or "blocks" in self.errors:
            return said
        if not said["blocks"].strip():
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["blocks"] = wording.proposed_blocks(said["codes"])  # type: ignore[index]
            self.add_error("blocks", _("Voici les compétences des fiches : rangez-les en blocs."))
            return said
        try:
            self.worded = wording.read_blocks(said["blocks"], said["codes"])
        except wording.WordingError as error:
            self.add_error("blocks", str(error))
        return said


class RecognitionForm(forms.Form):
    """A branch that recognises a certificate, by which agreement."""

    branch = forms.TypedChoiceField(label=_("Au nom de la branche"), coerce=int)
    agreement = forms.TypedChoiceField(label=_("Par quel accord"), coerce=int)

    def __init__(self, *args: Any, branches: Choices, agreements: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "branch", branches)
        offer(self, "agreement", agreements)


class WithdrawalForm(forms.Form):
    """A branch that recognises a certificate no more, why, and that it is meant."""

    branch = forms.TypedChoiceField(label=_("Au nom de la branche"), coerce=int)
    reason = forms.ChoiceField(
        label=_("Motif"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )
    sure = forms.BooleanField(
        label=_("Oui, ma branche ne la reconnaît plus"),
        help_text=_(
            "Cela se verra dès maintenant sur ses pages. Le journal du site garde qui l’a "
            "décidé, quand et pourquoi."
        ),
        error_messages={"required": _("Cochez la case pour confirmer le retrait.")},
    )

    def __init__(self, *args: Any, branches: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "branch", branches)
