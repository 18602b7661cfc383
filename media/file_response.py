"""Sends one file of the disk with Range, ETag and Last-Modified (Django answers no Range requests)."""

from wsgiref.util import FileWrapper

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from whitenoise.responders import NOT_ALLOWED_RESPONSE, NotARegularFileError, StaticFile

CHUNK_BYTES = 64 * 1024


def file_response(
    request: HttpRequest, path: str, *, content_type: str, cache_control: str
) -> HttpResponseBase:
    """Answer with the file at ``path``: 200, 206 for a range, 304 when the reader has it, 416 past its end.

    Raise Http404 when there is no such file.
    """
    headers = [
        ("Content-Type", content_type),
        ("Cache-Control", cache_control),
        ("Accept-Ranges", "bytes"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'"),
    ]
    try:
        answer = StaticFile(path, headers).get_response(request.method, request.META)
    except (OSError, ValueError, NotARegularFileError) as error:  # ValueError: a NUL in the name
        raise Http404("no such file") from error
    if answer is NOT_ALLOWED_RESPONSE:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    content = FileWrapper(answer.file, CHUNK_BYTES) if answer.file is not None else ()
    response = StreamingHttpResponse(content, status=int(answer.status))
    for name, value in answer.headers:
        response[name] = value
    return response
