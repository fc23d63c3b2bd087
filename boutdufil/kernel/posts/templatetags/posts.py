"""``{% load posts %}``: a figure of posts never goes without its link to how it was counted."""

from typing import Any

from django import template

from boutdufil.kernel.posts.selectors import PostFigure

register = template.Library()


@register.inclusion_tag("posts/_figure.html")
def posts_figure(figure: PostFigure) -> dict[str, Any]:
    """Show "312 pourvus sur 500 postes" and the way to its counting."""
    return {"figure": figure}
