"""What needs you today."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from lscp.desk.home.sources import needs
from lscp.desk.middleware import CHOSEN
from lscp.desk.pages import SIGNED_IN, page
from lscp.desk.thread.needs import heard
from lscp.partnerships.queries import priorities_with_progress
from lscp.partnerships.roles import May

# The most lines of a group before the page leads to all of them (``?all=waiting``), and how many a page of them shows.
SHOWN = 20
A_PAGE = 100


@page(May.READ_RECORD, May.READ_OWN, May.GIVE_ROLES)
def home(request):
    on = timezone.localdate()
    groups = needs(request.held, on)
    whole = next((group for code, _, group in groups if code == request.GET.get("all")), None)
    if whole is not None:
        groups = [each for each in groups if each[2] is whole]
    return render(
        request,
        "desk/home/home.html",
        {
            "groups": groups,
            "most": SHOWN,
            "whole": whole is not None and Paginator(whole, A_PAGE).get_page(request.GET.get("page")),
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
