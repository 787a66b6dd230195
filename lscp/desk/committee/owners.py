"""The list to choose an owner from: whom the paper may mean first, then every agency and person."""

from lscp.partnerships.models import Footprint, Post
from lscp.sources.committee.owners import suggestions


class Owners:
    """Agencies and people of the partnership on a date, read once a page (two queries)."""

    def __init__(self, on):
        places = Footprint.objects.in_force(on).select_related("agency").order_by("agency__name")
        self.agencies = {place.agency_id: place.agency for place in places}
        posts = Post.objects.in_force(on).filter(agency_id__in=self.agencies)
        self.posts = {
            post.pk: post for post in posts.select_related("person", "agency").order_by("person__name")
        }

    def choices(self, printed=""):
        """Choices for a form. Those in the first group are only suggested; none is chosen."""
        groups = [
            (f"Perhaps “{printed}”", self.likely(printed)),
            ("Agency", [_of_agency(agency) for agency in self.agencies.values()]),
            ("Person", [_of_post(post) for post in self.posts.values()]),
        ]
        return [group for group in groups if group[1]]

    def likely(self, printed):
        """Whom the paper may mean, as choices: people first."""
        people, agencies = suggestions(
            printed, agencies=self.agencies.values(), people=[post.person for post in self.posts.values()]
        )
        named = {person.pk for person in people}
        posts = [_of_post(post) for post in self.posts.values() if post.person_id in named]
        return posts + [_of_agency(agency) for agency in agencies]

    def hint(self, printed):
        """What stands beneath the box: the likeliest owners in words, or nothing."""
        names = [name for _, name in self.likely(printed)[:3]]
        return f"Perhaps {' or '.join(names)}. Nobody is chosen until you choose." if names else ""

    def chosen(self, value):
        """``(agency, person)`` for a value of the form; both None for nobody."""
        kind, _, number = (value or "").partition(":")
        if kind == "agency":
            return self.agencies[int(number)], None
        if kind == "post":
            post = self.posts[int(number)]
            return post.agency, post.person
        return None, None


def _of_agency(agency):
    return f"agency:{agency.pk}", agency.name


def _of_post(post):
    return f"post:{post.pk}", f"{post.person.name}, {post.title} at {post.agency}"
