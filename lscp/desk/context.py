"""What every desk page may say without asking: who is signed in, in which role, for which partnership."""

from django.conf import settings
from django.urls import reverse

from lscp.partnerships.roles import May

# The rooms in the navigation: the words, the page, and who sees the link. A room adds its line here.
NAVIGATION = [
    ("What needs you", "desk:home", (May.READ_RECORD, May.READ_OWN, May.GIVE_ROLES)),
    ("Threads", "desk:threads", (May.READ_RECORD, May.READ_OWN)),
    ("Actions", "desk:actions", (May.READ_RECORD, May.READ_OWN)),
    ("Meetings", "desk:meetings", (May.READ_RECORD, May.READ_OWN)),
    ("Serious incidents", "desk:reviews", (May.READ_REVIEWS,)),
    ("Scorecard", "desk:scorecard", (May.READ_RECORD,)),
    ("Returns", "desk:returns", (May.READ_OWN,)),
    ("Partnership", "desk:partnership", (May.READ_RECORD, May.READ_OWN, May.KEEP_PARTNERSHIP)),
    ("Reports", "desk:reports", (May.READ_RECORD,)),
    ("Committee papers", "desk:papers", (May.READ_RECORD,)),
]
# What one looks for rather than works in: beside one's own name, so that the rooms fit on one line.
ASIDE = [
    ("Search", "desk:search", (May.READ_RECORD, May.READ_OWN)),
    ("Clocks", "desk:clocks", (May.READ_RECORD,)),
    ("Journal", "desk:journal", (May.READ_JOURNAL,)),
]


def desk(request):
    held = getattr(request, "held", None)
    return {
        "held": held,
        "roles": getattr(request, "roles", []),
        "May": May,
        "demo": settings.DEMO,
        "single_sign_on": settings.SINGLE_SIGN_ON and settings.SINGLE_SIGN_ON["name"],
        "partnership_name": held.partnership.name if held else "Safeguarding children partnership",
        "home_url": reverse("desk:home"),
        "navigation": _navigation(request, held),
        "account_links": _account_links(request, held),
    }


def _navigation(request, held):
    if held is None:
        return []
    links = _open_to(held, NAVIGATION)
    home = reverse("desk:home")  # every address of the desk begins with it
    inside = [
        link
        for link in links
        if request.path == link["href"] or (link["href"] != home and request.path.startswith(link["href"]))
    ]
    current = max(inside, key=lambda link: len(link["href"]), default=None)
    return [link | ({"current": True} if link is current else {}) for link in links]


def _open_to(held, rooms):
    return [
        {"text": words, "href": reverse(name)}
        for words, name, permissions in rooms
        if any(held.may(permission) for permission in permissions)
    ]


def _account_links(request, held):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    name = f"{held.person.name}, {held.as_role.name}" if held else user.email
    links = [{"text": name, "href": reverse("desk:account")}]
    links = [*(_open_to(held, ASIDE) if held else []), *links]
    return [*links, {"text": "Sign out", "href": reverse("account_logout")}]
