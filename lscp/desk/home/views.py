"""What needs you today."""

from django.http import Http404
from django.shortcuts import redirect, render

from lscp.desk.middleware import CHOSEN
from lscp.desk.pages import SIGNED_IN, page
from lscp.partnerships.roles import May


@page(May.READ_RECORD, May.READ_OWN, May.GIVE_ROLES)
def home(request):
    return render(request, "desk/home/home.html")


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
