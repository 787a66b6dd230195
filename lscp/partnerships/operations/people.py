"""People, the posts they hold at agencies, and the accounts with which they sign in."""

from django.db import transaction

from lscp.partnerships import rules
from lscp.partnerships.models import GroupMember, Person, Post, RoleHeld, User
from lscp.partnerships.operations.steps import allow, journal, known_here, works_here
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.versioned import change


@transaction.atomic
def add_person(partnership, *, name, agency, title, started, email="", phone="", by=None):
    """Record a professional in a post at an agency of the partnership."""
    allow(by, partnership.pk)
    refuse_if(
        rules.agency_works_here(agency, partnership, works_here=works_here(agency, partnership, started))
    )
    person = Person.everywhere.create(name=name, email=email, phone=phone)
    Post.everywhere.create(person=person, agency=agency, title=title, started=started)
    journal("person.added", f"Added {name}, {title} at {agency}", person, by=by, partnership=partnership.pk)
    return person


@transaction.atomic
def edit_person(person, *, partnership, version, by, **fields):
    """Change a person's name, e-mail address or telephone number. Raises ``EditedMeanwhile``."""
    allow(by, partnership.pk)
    refuse_if(
        rules.person_is_known_here(person, known_here=known_here(person, partnership)),
        rules.kept_by_their_own(person, elsewhere_only=_works_elsewhere_only(person, partnership)),
    )
    change(person, version=version, **fields)
    journal("person.edited", f"Changed {person.name}", person, by=by, partnership=partnership.pk)
    return person


def _works_elsewhere_only(person, partnership):
    """Has the person roles or seats, all of them in other partnerships? Then a post at an agency that serves both
    lets them be seen here, and their e-mail address, to which links go, is not changed from here."""
    where = set(RoleHeld.everywhere.filter(person=person).values_list("partnership_id", flat=True))
    where |= set(GroupMember.everywhere.filter(person=person).values_list("group__partnership_id", flat=True))
    return bool(where) and partnership.pk not in where


@transaction.atomic
def add_post(person, *, partnership, agency, title, started, by=None):
    """A person takes up a further post; earlier ones stay as they were."""
    allow(by, partnership.pk)
    refuse_if(
        rules.person_is_known_here(person, known_here=known_here(person, partnership)),
        rules.agency_works_here(agency, partnership, works_here=works_here(agency, partnership, started)),
    )
    post = Post.everywhere.create(person=person, agency=agency, title=title, started=started)
    journal(
        "post.begun", f"{person.name} became {title} at {agency}", post, by=by, partnership=partnership.pk
    )
    return post


@transaction.atomic
def end_post(post, *, on, partnership, by=None):
    """A person leaves a post. Their roles for that agency end the same day; their record of work stays."""
    allow(by, partnership.pk)
    refuse_if(
        rules.agency_works_here(
            post.agency, partnership, works_here=works_here(post.agency, partnership, post.started)
        ),
        rules.ends_after_it_started(post.started, on),
    )
    post.ended = on
    post.save(update_fields=["ended"])
    open_roles = RoleHeld.everywhere.filter(
        person=post.person, agency=post.agency, partnership=partnership, ended__isnull=True
    )
    for held in open_roles:
        held.ended = max(on, held.started)
        held.save(update_fields=["ended"])
    journal("post.ended", f"{post.person} left {post.agency}", post, by=by, partnership=partnership.pk)
    return post


@transaction.atomic
def open_account(person, *, email, password=None, by=None, partnership):
    """Let a person sign in. With no password they choose one through the reset link."""
    allow(by, partnership.pk, May.GIVE_ROLES)
    refuse_if(
        rules.person_is_known_here(person, known_here=known_here(person, partnership)),
        rules.one_account_a_person(person),
        rules.one_account_an_address(taken=User.objects.filter(email__iexact=email).exists()),
    )
    user = User(email=email.strip().lower())
    user.set_password(password)
    user.save()
    person.user = user
    person.email = person.email or email
    person.save(update_fields=["user", "email"])
    journal(
        "account.opened", f"Opened an account for {person.name}", person, by=by, partnership=partnership.pk
    )
    return user
