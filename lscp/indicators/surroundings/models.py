"""What stands round the partnership's own figures: the map, and published national facts.

Three tables belong to no partnership (``Comparator``, ``Population``, ``Neighbour``): they are published facts, the
same for everybody and readable by anybody, and each row says which release it is from.
"""

from django.db import models
from django.db.models import F, Q

from lscp.indicators.figures import WHOLE
from lscp.partnerships.models import Partnership
from lscp.scope import Scoped

# ── The map ──


class WardShape(Scoped):
    """A ward's outline (a GeoJSON Polygon or MultiPolygon) and how many children live there, for the map."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="ward_shapes")
    area = models.CharField(max_length=9)
    code = models.CharField(max_length=9, blank=True, help_text="The ward's own nine-character code")
    name = models.CharField(max_length=120, help_text="As the extracts write it")
    shape = models.JSONField()
    children = models.PositiveIntegerField(null=True, blank=True, help_text="Aged 0 to 17")
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    vintage = models.CharField(
        max_length=120, help_text="Which release the outline and the children are from"
    )

    class Meta:
        db_table = "indicators_ward_shape"
        default_manager_name = "objects"
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "area", "name"], name="one_shape_a_ward"),
            models.CheckConstraint(
                condition=Q(children__isnull=True) | Q(population_year__isnull=False),
                name="the_children_of_a_ward_have_a_year",
            ),
        ]

    def __str__(self):
        return self.name


class ResourcePoint(Scoped):
    """A service that children and families can reach, and the ward it stands in."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="resource_points")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80, help_text="Family hub, youth club, health visiting base …")
    area = models.CharField(max_length=9)
    ward = models.CharField(max_length=120)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    class Meta:
        db_table = "indicators_resource_point"
        default_manager_name = "objects"
        ordering = ["ward", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "ward", "kind", "name"], name="one_resource_a_name"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="a_place_has_both_coordinates",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.ward}"


# ── Published national facts: nobody's, and everybody's ──


class Comparator(models.Model):
    """A published figure for England, a region or an authority, as one release gave it.

    ``symbol`` says what stood there instead of a number: ``c`` hidden, ``:`` not available, ``z`` not applicable,
    ``k`` rounds to nothing, ``u`` too few to trust; empty where a number stood there, nought too.
    """

    LEVELS = [
        ("england", "England"),
        ("region", "Region"),
        ("authority", "Local authority"),
        ("other", "Another area"),
    ]

    indicator = models.CharField(max_length=20)
    area_code = models.CharField(max_length=9)
    area_name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=LEVELS)
    year_ending = models.DateField()
    numerator = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    symbol = models.CharField(max_length=2, blank=True)
    release = models.CharField(max_length=200)
    imported_on = models.DateField()

    class Meta:
        db_table = "indicators_comparator"
        ordering = ["indicator", "area_code", "year_ending", "imported_on", "pk"]
        indexes = [models.Index(fields=["indicator", "area_code"], name="comparator_by_indicator")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_code", "year_ending", "release"],
                name="one_comparator_a_release",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.area_name}, {self.year_ending}"


class Population(models.Model):
    """How many people of one age group lived in an area in the middle of a year, as one release estimated it.

    ``breakdown`` is ``breakdown_key``'s text where they are those of one group: ``{"ethnicity": "Asian"}``.
    """

    area = models.CharField(max_length=9)
    year = models.PositiveSmallIntegerField(help_text="Mid-year")
    ages = models.CharField(max_length=20, default="0-17", help_text="0-17, 18+, all")
    breakdown = models.CharField(max_length=250, default=WHOLE)
    count = models.PositiveIntegerField()
    vintage = models.CharField(
        max_length=120, help_text="Which release: Mid-2024 estimates, revised July 2025"
    )
    released_on = models.DateField()

    class Meta:
        db_table = "indicators_population"
        ordering = ["area", "ages", "year", "released_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "year", "ages", "breakdown", "vintage"],
                name="one_population_a_group_and_vintage",
            )
        ]

    def __str__(self):
        return f"{self.area}, mid-{self.year}: {self.count}"


class Neighbour(models.Model):
    """One statistical neighbour of an authority, nearest first, as one published set names it."""

    area = models.CharField(max_length=9)
    neighbour = models.CharField(max_length=9)
    name = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, help_text="The published set and its year")

    class Meta:
        db_table = "indicators_neighbour"
        ordering = ["area", "source", "place"]
        constraints = [
            models.UniqueConstraint(fields=["area", "neighbour", "source"], name="a_neighbour_once_a_set"),
            models.CheckConstraint(condition=~Q(area=F("neighbour")), name="nobody_neighbours_themselves"),
        ]

    def __str__(self):
        return f"{self.area}: {self.place}. {self.name or self.neighbour}"
