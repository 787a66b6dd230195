"""What needs you today."""

from django.shortcuts import get_object_or_404, redirect, render

from lscp.desk.middleware import CHOSEN
from lscp.desk.pages import SIGNED_IN, page
from lscp.partnerships.models import RoleHeld
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
    mine = [held.pk for held in request.roles]
    held = get_object_or_404(RoleHeld.everywhere.filter(pk__in=mine), pk=request.POST.get("role", 0))
    request.session[CHOSEN] = held.pk
    return redirect("desk:home")
