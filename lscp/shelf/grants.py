"""The database role of the public site: it may read the shelf's two tables, and nothing else. PostgreSQL."""

from lscp.shelf.models import Edition, File


def statements(role, *, database, schema="public"):
    """The SQL statements that make ``role``, to be run by the owner of the tables.

    The role is made without a password and cannot sign in until one is given (``ALTER ROLE … LOGIN PASSWORD …``), so
    that no password stands in a script.
    """
    name, where, base = (_quoted(part) for part in (role, schema, database))
    tables = ", ".join(f"{where}.{_quoted(model._meta.db_table)}" for model in (Edition, File))
    return [
        f"CREATE ROLE {name} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT",
        f"GRANT CONNECT ON DATABASE {base} TO {name}",
        f"GRANT USAGE ON SCHEMA {where} TO {name}",
        f"REVOKE CREATE ON SCHEMA {where} FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {where} FROM {name}, PUBLIC",
        f"GRANT SELECT ON {tables} TO {name}",
    ]


def _quoted(identifier):
    """A name as SQL writes it; a quotation mark inside is doubled."""
    return '"' + identifier.replace('"', '""') + '"'
