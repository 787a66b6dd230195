"""Whether anything was written: how many rows every table of the record has, and when to count them again."""

import re

from django.apps import apps

OURS = [model for model in apps.get_models() if model.__module__.startswith("lscp.") and model._meta.managed]
TABLES = "|".join(re.escape(model._meta.db_table) for model in OURS)
WRITES = re.compile(
    rf'\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|(?<!FOR )UPDATE|DELETE\s+FROM|TRUNCATE)\b.*?"?\b({TABLES})\b',
    re.IGNORECASE | re.DOTALL,
)


class Rows:
    """Called, it gives ``{table: rows}``. Counting a hundred tables after each of thousands of requests would take
    longer than the requests, so it counts again only after a statement that names one of them and writes."""

    def __init__(self):
        self.counted = None

    def watch(self, execute, sql, parameters, many, context):
        if WRITES.search(sql):
            self.counted = None
        return execute(sql, parameters, many, context)

    def __call__(self):
        if self.counted is None:
            self.counted = {model._meta.label: model._base_manager.count() for model in OURS}
        return self.counted
