"""The door of every desk page: who may open it is written above the view, and a test reads it there."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lscp.design.words import dates_in_words
from lscp.refusal import Refused

SIGNED_IN = "anyone signed in"
ANYONE = "anyone"


def page(*permissions, methods=("GET", "HEAD", "POST")):
    """Open the view to roles that have any of ``permissions`` (``May.…``, ``SIGNED_IN`` or ``ANYONE``).

    Not signed in: to the sign-in page and back. Signed in without the permission: 403, in words.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if ANYONE not in permissions:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if SIGNED_IN not in permissions:
                    if request.held is None:
                        return redirect("desk:no_role")
                    if not any(request.held.may(permission) for permission in permissions):
                        raise PermissionDenied
            return view(request, *args, **kwargs)

        opened = require_http_methods(list(methods))(guarded)
        opened.permissions = permissions
        return opened

    return decorate


def attempt(form, operation, *args, **kwargs):
    """Run an operation for a valid form. A refusal becomes the form's error; returns the result or None."""
    try:
        return operation(*args, **kwargs)
    except Refused as refused:
        form.add_error(None, dates_in_words(str(refused)).splitlines())  # a list reads as a list
        return None
