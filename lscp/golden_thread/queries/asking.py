"""Who can be asked about an action, who was, and who answered."""

from django.db.models import Max, OuterRef, Subquery

from lscp.golden_thread.models import ActionLink, ActionUpdate
from lscp.partnerships.models import Post, RoleHeld


def who_to_ask(action, on):
    """People with an e-mail address who can answer for an action: its owner, then its agency's contacts, then its lead,
    then others in post there. (An agency may serve several partnerships: roles in this one go first.)"""
    if action.owner_agency_id is None:
        return []
    answering = ["agency_contact", "partner_lead"]
    contacts = RoleHeld.objects.in_force(on).filter(role__in=answering, agency=action.owner_agency_id)
    posts = Post.objects.in_force(on).filter(agency=action.owner_agency_id)
    people = [action.owner_person] if action.owner_person_id else []
    people += [held.person for held in contacts.select_related("person").order_by("role")]
    people += [post.person for post in posts.select_related("person").order_by("person__name")]
    return list({person.pk: person for person in people if person.email}.values())


def last_asked():
    """For annotating actions: when a link about one was last sent."""
    latest = ActionLink.objects.filter(action=OuterRef("pk")).order_by().values("action")
    return Subquery(latest.annotate(latest=Max("sent_at")).values("latest"))


def last_said():
    """For annotating actions: the day of the last update."""
    latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by().values("action")
    return Subquery(latest.annotate(latest=Max("on")).values("latest"))


def heard_since(day):
    """Answers by e-mail link since a day, newest first."""
    return (
        ActionUpdate.objects.filter(via="link", on__gte=day)
        .select_related("action__owner_agency", "action__recommendation")
        .order_by("-on", "-pk")
    )
