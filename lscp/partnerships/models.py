"""Who works together, and since when.

A partnership's code is its key: the same text stands in foreign keys, in the journal and on the shelf.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from lscp.partnerships.roles import ROLES
from lscp.scope import Scoped, ScopedManager
from lscp.versioned import Versioned


class LastingRows(models.QuerySet):
    """Rows that begin and may end."""

    def in_force(self, on):
        return self.filter(Q(ended__isnull=True) | Q(ended__gte=on), started__lte=on)


class Lasting(Scoped):
    """Something that begins and may end. ``ended`` is the last day it was in force."""

    started = models.DateField()
    ended = models.DateField(null=True, blank=True)

    objects = ScopedManager.from_queryset(LastingRows)()

    class Meta:
        abstract = True
        default_manager_name = "objects"


def _ends_after_it_starts(name):
    return models.CheckConstraint(
        condition=Q(ended__isnull=True) | Q(ended__gte=F("started")), name=f"{name}_ends_after_it_starts"
    )


class Partnership(Versioned):
    """A local safeguarding children partnership, or a board before 2019. May cover several authorities."""

    KINDS = [
        ("partnership", "Safeguarding children partnership"),
        ("board", "Local safeguarding children board"),
    ]

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=KINDS, default="partnership")
    authorities = models.JSONField(default=list, help_text="Local authorities covered, as ONS code and name")
    started = models.DateField()
    ended = models.DateField(null=True, blank=True)
    vision = models.TextField(blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "partnerships_partnership"
        ordering = ["name"]
        constraints = [_ends_after_it_starts("partnership")]

    def __str__(self):
        return self.name


class Succession(models.Model):
    """One partnership took over from another, wholly or for part of its area."""

    predecessor = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        db_table = "partnerships_succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_a_pair"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="nobody_succeeds_themselves"
            ),
        ]

    def __str__(self):
        return f"{self.successor_id} succeeds {self.predecessor_id}"


class Agency(Scoped, Versioned):
    """An organisation that works with children. It may serve several partnerships: see ``Footprint``."""

    SECTORS = [
        ("council", "Council"),
        ("police", "Police"),
        ("health", "Health"),
        ("education", "Schools and colleges"),
        ("early_years", "Early years"),
        ("probation", "Probation and youth justice"),
        ("housing", "Housing"),
        ("voluntary", "Voluntary and community"),
        ("other", "Other"),
    ]

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    sector = models.CharField(max_length=12, choices=SECTORS)

    class Meta:
        db_table = "partnerships_agency"
        default_manager_name = "objects"
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self):
        return self.short_name or self.name

    @classmethod
    def in_partnerships(cls, codes):
        return Q(pk__in=Footprint.everywhere.filter(partnership_id__in=codes).values("agency_id"))

    @classmethod
    def seen_by(cls, agency):
        """Which agencies there are is published in the arrangements, so all of them are seen."""
        return Q()


class Footprint(Lasting):
    """An agency's place in one partnership: one police command may serve three of them."""

    CAPACITIES = [
        ("statutory", "Safeguarding partner"),
        ("relevant", "Relevant agency"),
        ("local", "Partner by local agreement"),
    ]

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="footprints")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="footprints")
    capacity = models.CharField(max_length=10, choices=CAPACITIES, default="relevant")

    class Meta:
        db_table = "partnerships_footprint"
        default_manager_name = "objects"
        constraints = [
            _ends_after_it_starts("footprint"),
            models.UniqueConstraint(
                fields=["agency", "partnership"], condition=Q(ended__isnull=True), name="one_open_footprint"
            ),
        ]

    def __str__(self):
        return f"{self.agency} in {self.partnership_id}"

    @classmethod
    def seen_by(cls, agency):
        return Q()


class User(AbstractBaseUser):
    """Somebody who can sign in. Says nothing about what they may see: that is ``RoleHeld``. No superusers."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        db_table = "partnerships_user"

    def __str__(self):
        return self.email


class Person(Scoped, Versioned):
    """A professional or lay member. Never a child or a family member."""

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="person")

    class Meta:
        db_table = "partnerships_person"
        default_manager_name = "objects"
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self):
        return self.name

    @classmethod
    def in_partnerships(cls, codes):
        agencies = Footprint.everywhere.filter(partnership_id__in=codes).values("agency_id")
        return Q(pk__in=Post.everywhere.filter(agency_id__in=agencies).values("person_id")) | Q(
            pk__in=RoleHeld.everywhere.filter(partnership_id__in=codes).values("person_id")
        )

    @classmethod
    def seen_by(cls, agency):
        return Q(pk__in=Post.everywhere.filter(agency_id=agency).values("person_id"))


class Post(Lasting):
    """A person's post at an agency, over time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)

    class Meta:
        db_table = "partnerships_post"
        default_manager_name = "objects"
        constraints = [_ends_after_it_starts("post")]

    def __str__(self):
        return f"{self.person}, {self.title}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(agency_id__in=Footprint.everywhere.filter(partnership_id__in=codes).values("agency_id"))

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class RoleHeld(Lasting):
    """A person holds a role in a partnership, for an agency, over time. ``by=`` in every operation is one of these."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles_held")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="roles_held")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="roles_held"
    )
    role = models.CharField(max_length=20, choices=[(role.code, role.name) for role in ROLES.values()])

    class Meta:
        db_table = "partnerships_role_held"
        default_manager_name = "objects"
        verbose_name_plural = "roles held"
        constraints = [
            _ends_after_it_starts("role_held"),
            models.CheckConstraint(
                condition=~Q(role__in=[role.code for role in ROLES.values() if role.own_agency])
                | Q(agency__isnull=False),
                name="an_agency_contact_has_an_agency",
            ),
        ]

    def __str__(self):
        return f"{self.person} ({self.as_role.name}{f', {self.agency}' if self.agency_id else ''})"

    @property
    def as_role(self):
        return ROLES[self.role]

    def may(self, permission):
        """The second lock: does the table of roles allow it?"""
        return permission in self.as_role.may


class ElevatedSession(Scoped):
    """An administrator's working session: begun with a reason, journalled, ended by the clock."""

    held = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, related_name="elevated_sessions")
    because = models.CharField(max_length=250)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "partnerships_elevated_session"
        default_manager_name = "objects"

    def __str__(self):
        return f"{self.held} until {self.ends_at:%H:%M}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(held__partnership_id__in=codes)


class Group(Lasting, Versioned):
    """The leadership group, the forum, a sub-group, or a short-life working group with an end and an outcome."""

    KINDS = [
        ("leadership", "Executive leadership group"),
        ("board", "Full board"),
        ("forum", "Forum"),
        ("partnership", "Partnership group"),
        ("subgroup", "Standing sub-group"),
        ("working", "Short-life working group"),
        ("panel", "Panel"),
    ]

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=KINDS)
    terms_of_reference = models.TextField(blank=True)
    meetings_a_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The fewest it must hold"
    )
    outcome = models.TextField(blank=True, help_text="What a concluded group achieved")

    class Meta:
        db_table = "partnerships_group"
        default_manager_name = "objects"
        ordering = ["name"]
        constraints = [
            _ends_after_it_starts("group"),
            models.UniqueConstraint(fields=["partnership", "name"], name="one_group_a_name"),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def seen_by(cls, agency):
        return Q(pk__in=GroupMember.everywhere.filter(agency_id=agency).values("group_id"))


class GroupMember(Lasting):
    """A person's seat in a group, for an agency, over time. One person may hold two seats; the record shows it."""

    CAPACITIES = [
        ("chair", "Chair"),
        ("vice_chair", "Vice-chair"),
        ("member", "Member"),
        ("lay", "Lay member"),
        ("co_optee", "Co-optee"),
        ("scrutineer", "Independent scrutineer"),
        ("adviser", "Adviser"),
    ]

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    capacity = models.CharField(max_length=12, choices=CAPACITIES, default="member")

    class Meta:
        db_table = "partnerships_group_member"
        default_manager_name = "objects"
        constraints = [_ends_after_it_starts("group_member")]

    def __str__(self):
        return f"{self.person}, {self.get_capacity_display().lower()} of {self.group}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(group__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(group_id__in=GroupMember.everywhere.filter(agency_id=agency).values("group_id"))


def by_rank(seats):
    """Seats as people list them: the chair first, then in the order of ``CAPACITIES``."""
    rank = {code: number for number, (code, _) in enumerate(GroupMember.CAPACITIES)}
    return sorted(seats, key=lambda seat: rank[seat.capacity])


class Priority(Lasting, Versioned):
    """What the partnership has chosen to work on, over one or more years."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="priorities")
    title = models.CharField(max_length=200)
    plain_words = models.TextField(help_text="What it means, for a reader who does not work in the field")
    cross_cutting = models.BooleanField(default=False, help_text="Runs through all the others")
    lead_group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="priorities"
    )

    class Meta:
        db_table = "partnerships_priority"
        default_manager_name = "objects"
        ordering = ["cross_cutting", "title"]
        verbose_name_plural = "priorities"
        constraints = [_ends_after_it_starts("priority")]

    def __str__(self):
        return self.title

    @classmethod
    def seen_by(cls, agency):
        """Priorities are published."""
        return Q()


class Objective(Scoped, Versioned):
    """What a priority wants to achieve, by strand, and how anyone will know."""

    STRANDS = [("prevention", "Prevention"), ("identification", "Identification"), ("response", "Response")]

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="objectives")
    strand = models.CharField(max_length=14, choices=STRANDS)
    text = models.TextField()
    measure = models.TextField(help_text="The success measure in words: what will be different, by how much")
    indicator = models.CharField(max_length=20, blank=True, help_text="Code in the indicator catalogue, I05")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "partnerships_objective"
        default_manager_name = "objects"
        ordering = ["place", "id"]

    def __str__(self):
        return self.text

    @classmethod
    def in_partnerships(cls, codes):
        return Q(priority__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q()


class Progress(Scoped, Versioned):
    """How a priority stood at the end of a period, and what says so."""

    DIRECTIONS = [
        ("better", "Better"),
        ("worse", "Worse"),
        ("no_change", "No clear change"),
        ("unknown", "Not known yet"),
    ]

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="progress")
    period_start = models.DateField()
    period_end = models.DateField()
    direction = models.CharField(max_length=10, choices=DIRECTIONS)
    text = models.TextField()

    class Meta:
        db_table = "partnerships_progress"
        default_manager_name = "objects"
        ordering = ["-period_end"]
        verbose_name_plural = "progress"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="progress_period_in_order"
            ),
            models.UniqueConstraint(
                fields=["priority", "period_start", "period_end"], name="one_progress_a_period"
            ),
        ]

    def __str__(self):
        return f"{self.priority}: {self.get_direction_display().lower()}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(priority__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q()


class Arrangements(Scoped):
    """One published version of how the partners have agreed to work together."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="arrangements")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    changes = models.TextField(blank=True, help_text="What is different from the version before, and by when")
    in_force_from = models.DateField()

    class Meta:
        db_table = "partnerships_arrangements"
        default_manager_name = "objects"
        ordering = ["-number"]
        verbose_name_plural = "arrangements"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="one_arrangements_a_number")
        ]

    def __str__(self):
        return f"Arrangements, version {self.number}"

    @classmethod
    def seen_by(cls, agency):
        return Q()
