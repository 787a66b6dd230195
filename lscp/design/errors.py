"""What a reader sees when a page cannot be given: what happened, what was kept, what to do next."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request, exception=None):
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    return _page(request, "errors/400.html", 400)


def forbidden(request, exception=None):
    return _page(request, "errors/403.html", 403)


def not_found(request, exception=None):
    return _page(request, "errors/404.html", 404)


def too_large(request):
    return _page(request, "errors/413.html", 413)


def too_many_attempts(request):
    return _page(request, "errors/429.html", 429)


def server_error(request):
    """Without the request: whatever failed may be what tells a page who is reading it."""
    return HttpResponseServerError(render_to_string("errors/500.html"))


def form_expired(request, reason=""):
    """Django's CSRF check refused a form (settings.CSRF_FAILURE_VIEW)."""
    return _page(request, "errors/form_expired.html", 403)


def _page(request, template, status):
    """With the desk's header on the desk; outside it nothing knows who is signed in."""
    if request.path.startswith("/desk/"):
        return render(request, template, status=status)
    return HttpResponse(render_to_string(template), status=status)
