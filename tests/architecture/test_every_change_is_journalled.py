"""No operation writes without the journal: read in the code itself, function by function."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPERATIONS = sorted(path for path in (ROOT / "lscp").rglob("operations.py") if path.parent.name != "shelf")
WRITES = {
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "save",
    "update",
    "delete",
}


class _Function:
    """What one function calls: names of its own module, whether it writes a row, whether it journals."""

    def __init__(self, node):
        calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
        self.names = {func.id for func in calls if isinstance(func, ast.Name)}
        dotted = {(_root(func), func.attr) for func in calls if isinstance(func, ast.Attribute)}
        self.writes = "change" in self.names or any(
            name in WRITES and root not in {"hashlib", "record", "shelf"} for root, name in dotted
        )
        self.journals = ("record", "write") in dotted


def _root(func):
    while isinstance(func, ast.Attribute | ast.Call):
        func = func.func if isinstance(func, ast.Call) else func.value
    return getattr(func, "id", "")


def functions(source):
    tree = ast.parse(source)
    return {node.name: _Function(node) for node in tree.body if isinstance(node, ast.FunctionDef)}


def reached(name, known):
    """``name`` and every function of the module that it leads to."""
    seen, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one in known and one not in seen:
            seen.add(one)
            waiting += known[one].names
    return [known[one] for one in seen]


def silent(source):
    """The operations that write a row and reach ``record.write`` nowhere in their module."""
    known = functions(source)
    return [
        name
        for name in known
        if not name.startswith("_")
        and any(one.writes for one in reached(name, known))
        and not any(one.journals for one in reached(name, known))
    ]


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.parent.name)
def test_every_operation_that_writes_reaches_the_journal(path):
    assert silent(path.read_text()) == []


def test_an_operation_that_forgot_the_journal_would_be_found():
    forgot = """
def keep(row):
    _write(row)
def _write(row):
    Row.everywhere.filter(pk=1).update(text="")
def honest(row):
    change(row, text="")
    _journal(row)
def _journal(row):
    record.write("verb", "words", by=None, about="row:1")
def looks(row):
    return Row.objects.filter(pk=1).first()
"""
    assert silent(forgot) == ["keep"]


def test_every_operation_that_writes_is_whole_or_not_at_all():
    """A row without its event, or an event without its row, cannot be left behind by a failure between the two."""
    loose = []
    for path in OPERATIONS:
        source = path.read_text()
        known = functions(source)
        for node in ast.parse(source).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            wrapped = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
            if any(one.writes for one in reached(node.name, known)) and not wrapped:
                loose.append(f"{path.parent.name}.{node.name}")
    # Each reminder is a transaction of its own: one that could not be sent does not undo those that were.
    assert loose == ["golden_thread.send_reminders"]


def test_nothing_outside_the_operations_writes_to_the_record():
    """Pages and queries only read; what they change goes through an operation, and so through the journal."""
    writing = []
    for path in sorted((ROOT / "lscp" / "desk").rglob("*.py")) + sorted((ROOT / "lscp").rglob("queries.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                text = ast.unparse(call.func)
                managed = ".objects" in text or ".everywhere" in text
                if (managed and call.func.attr in WRITES) or call.func.attr in {"save", "delete"}:
                    writing.append(f"{path.relative_to(ROOT)}: {text}")
    assert writing == []
