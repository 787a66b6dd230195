"""Bytes from the shelf as HTTP: content type, ETag, and the notice above the page of an edition that was replaced."""

import re

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.http import parse_etags

OPENED_IN_THE_BROWSER = ("text/html", "text/css", "application/pdf", "application/json", "image/svg+xml")
BEFORE_THE_TEXT = re.compile(rb"<main\b")


def serve(request, file, *, notice=None):
    """The file's bytes exactly, unless ``notice`` (words, address, address of the exact bytes) must stand above it."""
    content, tag = bytes(file.content), file.sha256
    if notice:
        content, tag = _with_notice(content, *notice), f"{file.sha256}-{notice[1]}"
    etag = f'"{tag}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=file.media_type)
        response["Content-Disposition"] = _disposition(file)
    response["ETag"] = etag
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _disposition(file):
    kind = "inline" if file.media_type.startswith(OPENED_IN_THE_BROWSER) else "attachment"
    return f'{kind}; filename="{file.path.rsplit("/", 1)[-1]}"'


def _with_notice(content, words, address, as_published):
    """The page with a box above its text. The bytes as published stay one link away."""
    box = format_html(
        '<section class="notice" aria-label="This edition was replaced"><p class="notice-heading">{}</p>'
        '<p><a href="{}">Read the edition that replaced it</a>. This notice was added later: '
        '<a href="{}">the page exactly as it was published</a>.</p></section>\n',
        words,
        address,
        as_published,
    )
    return BEFORE_THE_TEXT.sub(lambda found: box.encode() + found[0], content, count=1)
