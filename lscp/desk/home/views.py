"""What needs you today."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from lscp.desk.home.sources import needs
from lscp.desk.middleware import CHOSEN
from lscp.desk.pages import SIGNED_IN, page
from lscp.desk.thread.needs import heard
from lscp.partnerships.queries import priorities_with_progress
from lscp.partnerships.roles import May

# The most lines of a group before the page offers all of them: ``?all=waiting``.
SHOWN = 20


@page(May.READ_RECORD, May.READ_OWN, May.GIVE_ROLES)
def home(request):
    on = timezone.localdate()
    return render(
        request,
        "desk/home/home.html",
        {
            "groups": needs(request.held, on),
            "most": SHOWN,
            "whole": request.GET.get("all", ""),
            "today": on,
            "heard": heard(request.held, on - timedelta(days=7)),
            "priorities": priorities_with_progress(on),
        },
    )


@page(SIGNED_IN)
def account(request):
    """Who you are here, the roles you may act in, your password and second factor."""
    return render(request, "desk/home/account.html")


@page(SIGNED_IN)
def no_role(request):
    return render(request, "desk/home/no_role.html")


@page(SIGNED_IN, methods=["POST"])
def act_as(request):
    """Choose which of one's own roles to act in."""
    chosen = next((held for held in request.roles if str(held.pk) == request.POST.get("role")), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN] = chosen.pk
    return redirect("desk:home")
