"""A device at the door, as its organiser adds it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_WALK_INS = 500


class DeviceForm(forms.Form):
    """Its name, and how many it may let in who did not register."""

    name = forms.CharField(
        label=_("Nom de l’appareil"),
        help_text=_("Celui qu’on reconnaît sur place : « entrée », « quai »."),
        max_length=80,
        error_messages={"required": _("Donnez un nom à cet appareil.")},
    )
    quota = forms.IntegerField(
        label=_("Entrées sans inscription"),
        help_text=_("Ces places sont prises sur le rendez-vous quand l’appareil prend sa liste."),
        min_value=0,
        max_value=MOST_WALK_INS,
        initial=0,
        error_messages={
            "required": _("Écrivez un nombre, 0 pour aucune."),
            "invalid": _("Écrivez un nombre, 0 pour aucune."),
        },
    )
