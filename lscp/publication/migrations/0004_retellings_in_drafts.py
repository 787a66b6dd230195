"""Reports that not frozen yet are given the chapters that tell them again: easy read, for children, to the committee.

A text that is out for signing stays as it is, with its signatures; a corrected edition of one that had none has none.
"""

from django.db import migrations
from django.db.models import Max

from lscp import rulebook


def give(apps, schema_editor):
    Report, Chapter = (apps.get_model("publication", name) for name in ("Report", "Chapter"))
    rows, chapters = (
        model._base_manager.using(schema_editor.connection.alias) for model in (Report, Chapter)
    )
    for report in rows.filter(status__in=("draft", "signing"), edition=1):
        own = chapters.filter(report=report)
        last = own.aggregate(last=Max("place"))["last"] or 0
        there = set(own.values_list("code", flat=True))
        missing = [one for one in rulebook.retellings() if one.code not in there]
        for place, one in enumerate(missing, last + 1):
            chapters.create(
                report=report, code=one.code, heading=one.heading, narrative=one.begins, place=place
            )


class Migration(migrations.Migration):
    dependencies = [("publication", "0003_chapters_asked_of_agencies")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
