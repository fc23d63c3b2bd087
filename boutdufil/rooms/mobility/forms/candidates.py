"""What an employer types about an application: a refusal, moments to meet, a hire."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import DayInput
from boutdufil.rooms.mobility.enums import InterviewPlace, RefusalReason, UndoingReason
from boutdufil.rooms.mobility.services.interviews import Meeting

FEWEST_WORDS = 6
SUGGEST = "suggest"
MOMENTS = 3
MINUTES = [(minutes, gettext_lazy("%d minutes") % minutes) for minutes in (15, 20, 30, 45, 60, 90)]
LINK = re.compile(r"https://\S+\.\S+")
FARTHEST = timedelta(days=180)

SENTENCES: dict[str, Any] = {
    RefusalReason.SKILL: gettext_lazy(
        "Merci pour votre candidature. Ce poste demande dès le premier jour une compétence que "
        "votre profil ne montre pas encore : …. Le reste de votre parcours nous a intéressés."
    ),
    RefusalReason.CERTIFICATE: gettext_lazy(
        "Merci pour votre candidature. Ce poste demande un titre que la loi ou la branche impose : "
        "…. Une fois ce titre obtenu, vous pouvez vous adresser à nous de nouveau."
    ),
    RefusalReason.LANGUAGE: gettext_lazy(
        "Merci pour votre candidature. Ce poste demande un niveau plus élevé en …, parce que la "
        "clientèle écrit et appelle dans cette langue."
    ),
    RefusalReason.HOURS: gettext_lazy(
        "Merci pour votre candidature. Les horaires de ce poste et vos disponibilités ne se "
        "rejoignent pas, et nous ne pouvons pas les changer cette fois-ci."
    ),
    RefusalReason.OTHER: gettext_lazy(
        "Merci pour votre candidature et pour le temps que vous y avez mis. Une autre personne "
        "correspond de plus près à ce poste, en particulier sur …."
    ),
    RefusalReason.FILLED: gettext_lazy(
        "Merci pour votre candidature. Tous les postes de cette offre sont maintenant pourvus. "
        "Cela ne dit rien contre votre profil."
    ),
    RefusalReason.CANCELLED: gettext_lazy(
        "Merci pour votre candidature. Nous arrêtons ce recrutement : le poste n’est plus "
        "ouvert, pour personne."
    ),
    RefusalReason.SILENCE: gettext_lazy(
        "Merci pour votre candidature. Sans réponse à nos messages, nous la fermons. Si vous "
        "cherchez toujours, écrivez-nous ici : nous la relirons."
    ),
}


class RefusalForm(forms.Form):
    """A reason of the list, and a sentence that the person reads as it stands."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi ne pas aller plus loin ?"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez un motif.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Ce que la personne lira"),
        help_text=gettext_lazy(
            "Une ou deux phrases qui disent ce qui a décidé, sur le poste et non sur la personne."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Écrivez une phrase pour la personne.")},
    )

    def clean_words(self) -> str:
        """Refuse a word thrown at somebody, and a proposal left with its gap."""
        words: str = self.cleaned_data["words"].strip()
        if len(re.findall(r"\w{2,}", words)) < FEWEST_WORDS:
            raise forms.ValidationError(
                _("C’est trop court pour être utile. Écrivez une phrase entière.")
            )
        if re.search(r"…\s*[.,]", words):
            raise forms.ValidationError(_("Complétez la phrase à la place des points « … »."))
        return words


class UndoingForm(forms.Form):
    """Why a hire did not hold, and what its person reads besides."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Que s’est-il passé ?"),
        choices=UndoingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui s’est passé.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Ce que la personne lira"),
        help_text=gettext_lazy("Facultatif. Elle lira aussi ce que vous avez choisi ci-dessus."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RemainingForm(RefusalForm):
    """The same answer to all who still wait, once every post is filled."""

    confirmed = forms.BooleanField(
        label=gettext_lazy("Oui, envoyer cette réponse à chaque personne qui attend"),
        error_messages={"required": gettext_lazy("Cochez la case pour confirmer l’envoi.")},
    )


def suggested(reason: str) -> str:
    """Return the sentence proposed for a reason; empty for no reason of the list."""
    return str(SENTENCES.get(reason, ""))


def _moment(number: int) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=gettext_lazy("Moment %d") % number,
        required=number == 1,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": gettext_lazy("Proposez au moins un moment."),
            "invalid": gettext_lazy("Écrivez la date et l’heure, ainsi : aaaa-mm-jj hh:mm."),
        },
    )


class SlotsForm(forms.Form):
    """Up to three moments, in the time of Paris, and how the two will meet."""

    start_1, start_2, start_3 = (_moment(number) for number in range(1, MOMENTS + 1))
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Durée"), coerce=int, choices=MINUTES, initial=30
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Où ?"), choices=InterviewPlace.choices, widget=forms.RadioSelect
    )
    where = forms.CharField(
        label=gettext_lazy("Adresse, lien ou numéro"),
        help_text=gettext_lazy(
            "L’adresse et l’étage, le lien https:// de la visioconférence, ou qui appelle qui."
        ),
        max_length=300,
        error_messages={"required": gettext_lazy("Dites où, par quel lien ou à quel numéro.")},
    )
    access = forms.CharField(
        label=gettext_lazy("Accès"),
        help_text=gettext_lazy(
            "Entrée de plain-pied, ascenseur, boucle magnétique, parking, transports."
        ),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse moments that have passed or lie too far, and a video call without its link."""
        said = self.cleaned_data
        for number in range(1, MOMENTS + 1):
            self._check_moment(f"start_{number}")
        is_video = said.get("place") == InterviewPlace.VIDEO
        if is_video and said.get("where") and not LINK.fullmatch(said["where"]):
            self.add_error("where", _("Écrivez le lien entier, qui commence par https://"))
        return said

    def _check_moment(self, name: str) -> None:
        start, now = self.cleaned_data.get(name), timezone.now()
        if start and start <= now:
            self.add_error(name, _("Ce moment est passé. Proposez-en un à venir."))
        if start and start > now + FARTHEST:
            self.add_error(name, _("Ce moment est dans plus de six mois. Vérifiez l’année."))

    def starts(self) -> list[Any]:
        """The moments proposed."""
        names = (f"start_{number}" for number in range(1, MOMENTS + 1))
        return [start for name in names if (start := self.cleaned_data.get(name))]

    def meeting(self) -> Meeting:
        """How the two will meet."""
        said = self.cleaned_data
        return Meeting(said["minutes"], said["place"], said["where"], said["access"])


class HireForm(forms.Form):
    """The day the contract begins."""

    hired_on = forms.DateField(
        label=gettext_lazy("Premier jour du contrat"),
        widget=DayInput(),
        error_messages={
            "required": gettext_lazy("Écrivez le premier jour du contrat."),
            "invalid": gettext_lazy("Écrivez la date ainsi : aaaa-mm-jj."),
        },
    )

    def clean_hired_on(self) -> Any:
        """Refuse a year typed wrong."""
        day, today = self.cleaned_data["hired_on"], timezone.localdate()
        if abs(day - today) > timedelta(days=366):
            raise forms.ValidationError(_("Cette date est à plus d’un an. Vérifiez l’année."))
        return day
