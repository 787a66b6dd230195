"""Sets the first lock for every request: whose record may this person read?"""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp import scope
from lscp.partnerships.access import roles_held, scope_of
from lscp.refusal import Refused

CHOSEN = "role_held"


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
            return redirect(f"{reverse('mfa_activate_totp')}?next={request.path}")
        if request.held is None:
            return self.get_response(request)
        with scope.within(scope_of(request.held)):
            return self.get_response(request)

    def process_exception(self, request, exception):
        """A refusal that no page caught still reaches the reader as its own sentence."""
        if isinstance(exception, Refused):
            return render(request, "errors/refused.html", {"refusal": exception.refusal}, status=403)
        return None

    def _needs_second_factor(self, request):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return False
        if not request.path.startswith("/desk/") or request.path.startswith("/desk/account/"):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        return not is_mfa_enabled(request.user)
