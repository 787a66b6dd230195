"""Sets the first lock for every request: whose record may this person read?"""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone

from lscp import scope
from lscp.design.errors import too_large
from lscp.desk.single_sign_on import second_factor_at_issuer
from lscp.partnerships.access import roles_held, scope_of
from lscp.refusal import Refused
from lscp.versioned import EditedMeanwhile

CHOSEN = "role_held"
# Up to here a page itself says that a file is too large, and keeps what was typed beside it.
LARGEST_REQUEST = 200 * 1024 * 1024
PIECE = 1024 * 1024


class RequestSizeMiddleware:
    """Turns a request of more than 200 MB away before anything of it is kept in memory or on the disk.

    It is read to its end and thrown away: a browser that is cut off while it sends shows no page at all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        said = request.META.get("CONTENT_LENGTH") or ""
        if not said.isdecimal() or int(said) <= LARGEST_REQUEST:  # no length: Django reads nothing of it
            return self.get_response(request)
        while request.read(PIECE):
            pass
        return too_large(request)


class RoleHeldMiddleware:
    """Gives the request ``held`` (the role its reader acts in, or None) and ``roles`` (their choice of them)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.roles = (
            roles_held(request.user, timezone.localdate()) if request.user.is_authenticated else []
        )
        chosen = request.session.get(CHOSEN)
        request.held = next(
            (held for held in request.roles if held.pk == chosen), next(iter(request.roles), None)
        )
        if self._needs_second_factor(request):
            return redirect("mfa_activate_totp")
        if request.held is None:
            return self.get_response(request)
        with scope.within(scope_of(request.held)):
            return self.get_response(request)

    def process_exception(self, request, exception):
        """A refusal that no page caught still reaches the reader as its own sentence."""
        if isinstance(exception, Refused):
            return render(request, "errors/refused.html", {"refusal": exception.refusal}, status=403)
        if isinstance(exception, EditedMeanwhile):
            return render(request, "errors/409.html", status=409)
        return None

    def _needs_second_factor(self, request):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return False
        if not request.path.startswith("/desk/") or request.path.startswith("/desk/account/"):
            return False
        return not (
            second_factor_at_issuer(request) or is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        )
