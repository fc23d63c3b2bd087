"""What to paste into another page so that a picture stands there."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.kernel.people.services.mail import absolute_url

register = template.Library()


@register.simple_tag
def embed_code(slug: str, name: str = "") -> str:
    """Return the HTML that shows the picture of an indicator elsewhere, in today's language."""
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    picture = absolute_url(reverse("barometer:indicator_svg", args=[slug]))
    page = absolute_url(reverse("barometer:indicator", args=[slug]))
    # A string, not markup: the page shows the code and does not run it.
    return str.__str__(
        format_html(
            '<figure><a href="{}"><img src="{}?lang={}" alt="{}" width="800" loading="lazy"></a>'
            "<figcaption>{}</figcaption></figure>",
            page,
            picture,
            language,
            name or slug,
            _("Source : Bout du fil, Licence Ouverte 2.0"),
        )
    )
