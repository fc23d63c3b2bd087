"""How open data are handed over: the same bytes to everybody, asked again only when they change."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date, quote_etag

from boutdufil.kernel.ui.answers import KINDS

FRESH_SECONDS = 300
SVG = "image/svg+xml; charset=utf-8"


def open_answer(
    request: HttpRequest, content: bytes, kind: str, *, changed: datetime | None = None
) -> HttpResponse:
    """Return content with its fingerprint; 304 without it when the asker has it already."""
    answer = HttpResponse(content, content_type=kind)
    etag = quote_etag(sha256(content).hexdigest())
    answer["ETag"] = etag
    if changed is not None:
        answer["Last-Modified"] = http_date(changed.timestamp())
    patch_cache_control(answer, public=True, max_age=FRESH_SECONDS)
    answer["X-Content-Type-Options"] = "nosniff"
    seconds = None if changed is None else int(changed.timestamp())
    known = get_conditional_response(request, etag, seconds, answer)
    return answer if known is None else known


def open_file(
    request: HttpRequest, content: bytes, name: str, changed: datetime | None = None
) -> HttpResponse:
    """Return a file to keep under its name, of a kind its name tells."""
    kind = KINDS[name.rpartition(".")[2]]
    answer = open_answer(request, content, kind, changed=changed)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def shared(answer: HttpResponse) -> HttpResponse:
    """Let pages of other sites read an answer, or show it as a picture."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
