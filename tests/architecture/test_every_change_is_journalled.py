"""No operation writes without the journal: read in the code itself, function by function."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A room's operations are one file, or a folder whose __init__ offers them: to those who call them, one module.
OPERATIONS = {
    path.parent.name: sorted(path.glob("*.py")) or [path]
    for path in sorted([*(ROOT / "lscp").rglob("operations.py"), *(ROOT / "lscp").rglob("operations/")])
    if path.parent.name != "shelf"
}
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
    """What one function calls: names of its own room's operations, whether it writes a row, whether it journals."""

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


class _Room:
    """Every function of a room's operations, and which of them it offers to callers."""

    def __init__(self, *sources):
        parts = [node for source in sources for node in ast.parse(source).body]
        self.nodes = {node.name: node for node in parts if isinstance(node, ast.FunctionDef)}
        self.known = {name: _Function(node) for name, node in self.nodes.items()}
        own = [name for name in self.nodes if not name.startswith("_")]
        self.offers = [name for name in own if len(sources) == 1 or name in _imported(sources[0])]


def _imported(source):
    return {
        alias.name
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def room_of(name):
    return _Room(*(path.read_text() for path in OPERATIONS[name]))


def reached(name, known):
    """``name`` and every function of the room's operations that it leads to."""
    seen, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one in known and one not in seen:
            seen.add(one)
            waiting += known[one].names
    return [known[one] for one in seen]


def silent(room):
    """The operations that write a row and reach ``record.write`` nowhere in their room."""
    return [
        name
        for name in room.offers
        if any(one.writes for one in reached(name, room.known))
        and not any(one.journals for one in reached(name, room.known))
    ]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_that_writes_reaches_the_journal(name):
    assert silent(room_of(name)) == []


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
    assert silent(_Room(forgot)) == ["keep"]
    assert silent(_Room("from lscp.room.operations.keeping import honest, keep", forgot)) == ["keep"]


def test_a_folder_of_operations_names_no_function_twice_and_offers_some():
    """Two functions of one name would hide one of them from these tests."""
    for name, paths in OPERATIONS.items():
        functions = [n.name for path in paths for n in ast.parse(path.read_text()).body if hasattr(n, "name")]
        assert len(functions) == len(set(functions)), name
        assert room_of(name).offers, name


def test_every_operation_that_writes_is_whole_or_not_at_all():
    """A row without its event, or an event without its row, cannot be left behind by a failure between the two."""
    loose = []
    for room in OPERATIONS:
        found = room_of(room)
        for name in found.offers:
            wrapped = any(
                "atomic" in ast.unparse(decorator) for decorator in found.nodes[name].decorator_list
            )
            if any(one.writes for one in reached(name, found.known)) and not wrapped:
                loose.append(f"{room}.{name}")
    # Each reminder is a transaction of its own: one that could not be sent does not undo those that were.
    assert loose == ["golden_thread.send_reminders"]


def test_nothing_outside_the_operations_writes_to_the_record():
    """Pages and queries only read; what they change goes through an operation, and so through the journal."""
    writing = []
    rooms = ROOT / "lscp"
    reading = [(rooms / "desk").rglob("*.py"), rooms.rglob("queries.py"), rooms.rglob("queries/*.py")]
    for path in sorted(path for found in reading for path in found):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                text = ast.unparse(call.func)
                managed = ".objects" in text or ".everywhere" in text
                if (managed and call.func.attr in WRITES) or call.func.attr in {"save", "delete"}:
                    writing.append(f"{path.relative_to(ROOT)}: {text}")
    assert writing == []
