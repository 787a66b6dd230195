"""The database itself refuses to change or remove an event, whoever asks."""

from django.db import migrations

WHY = "The journal is append-only."

SQLITE = [
    f"CREATE TRIGGER journal_event_no_update BEFORE UPDATE ON journal_event BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    f"CREATE TRIGGER journal_event_no_delete BEFORE DELETE ON journal_event BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    f"CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
]
POSTGRESQL = [
    f"""CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WHY}'; END $$""",
    """CREATE TRIGGER journal_event_no_change BEFORE UPDATE OR DELETE ON journal_event
        FOR EACH ROW EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_event_no_truncate BEFORE TRUNCATE ON journal_event
        FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
        FOR EACH ROW EXECUTE FUNCTION journal_refuse()""",
]


def forbid_change(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    # Not reversible: taking the lock off the journal is not something a migration may do.
    operations = [migrations.RunPython(forbid_change)]
