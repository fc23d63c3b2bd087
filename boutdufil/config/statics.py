"""Static files handed over whole: a server of the asynchronous kind does not stream from disk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, without an answer that Django would have to gather from a blocking reader."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """Answer with the file's bytes and the headers WhiteNoise gave it."""
        streamed = WhiteNoiseMiddleware.serve(static_file, request)
        whole = HttpResponse(b"".join(streamed), status=streamed.status_code)
        streamed.close()
        del whole["content-type"]
        for name, value in streamed.items():
            whole[name] = value
        return whole
