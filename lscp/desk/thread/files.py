"""Kept files, handed to those who may see them, and never shown inside a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from lscp.desk.pages import page
from lscp.desk.thread.doors import READS
from lscp.documents.models import Document


@page(*READS, methods=["GET", "HEAD"])
def document(request, pk):
    """The file itself, always as a download: the browser never runs or shows what somebody uploaded.

    What is sensitive (a return with its small counts) is opened only on the page it belongs to, which knows who may.
    """
    row = get_object_or_404(Document.objects.exclude(classification="sensitive"), pk=pk)
    response = HttpResponse(bytes(row.content), content_type=row.media_type)
    response["Content-Disposition"] = content_disposition_header(True, row.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
