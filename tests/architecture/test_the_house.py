"""The house itself: imports and foreign keys point downhill, writes live in operations, words say something."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
CODE = [path for path in (ROOT / "lscp").rglob("*.py") if "migrations" not in path.parts]
LAYERS = next(
    contract["layers"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
)
FLOOR = {room.strip(): floor for floor, rooms in enumerate(LAYERS) for room in rooms.split("|")}
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("lscp.")]


def test_imports_point_downhill():
    linted = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


def test_foreign_keys_point_downhill_too():
    uphill = []
    for model in OUR_MODELS:
        here = model.__module__.split(".")
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model.__module__.startswith("lscp."):
                there = field.related_model.__module__.split(".")
                strangers = here[1] == there[1] == "sources" and here[2] != there[2]
                if FLOOR[there[1]] < FLOOR[here[1]] or strangers:
                    uphill.append(f"{model._meta.label}.{field.name}")
    assert uphill == []


WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "save", "delete"}
MAY_WRITE = {"operations", "backup", "versioned", "record"}


def _is_one_of(path, names):
    """``names`` are of modules; operations and models may be a folder of them."""
    folder = path.parent.name
    return path.stem in names or (folder in ("operations", "models") and folder in names)


def _writes(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            yield node


def test_only_operations_write():
    """Saving a Word file, a workbook or a session is not a write to the record: those receivers are named."""
    not_the_record = {"document", "book", "word", "file", "pdf", "image", "session", "out", "workbook"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node.func)}"
        for path in CODE
        if not _is_one_of(path, MAY_WRITE)
        for node in _writes(path)
        if ast.unparse(node.func.value).split(".")[-1].lstrip("_") not in not_the_record
    ]
    assert found == []


# Where a row may be read without the first lock: what establishes a scope, operations (which check
# whose row it is), the models' own scoping, and commands run by the operator.
UNLOCKED = {"operations", "models", "access", "scope", "backup"}


def test_reads_without_the_first_lock_are_few():
    found = []
    for path in CODE:
        text = path.read_text().splitlines()
        found += [
            f"{path.relative_to(ROOT)}:{number}"
            for number, line in enumerate(text, 1)
            if ".everywhere" in line
            and not _is_one_of(path, UNLOCKED)
            and "# unlocked:" not in "".join(text[max(0, number - 4) : number])
        ]
    assert not found, f"{found}: read through the scope, or say why not just above with '# unlocked: …'"


def test_every_table_of_a_partnership_is_scoped():
    from lscp.scope import Scoped

    unscoped = {"journal.Event", "journal.Head", "shelf.Edition", "shelf.File"} | {
        "partnerships.Partnership",  # which partnerships there are is public
        "partnerships.Succession",
        "partnerships.User",  # says nothing about what it may see
        "indicators.Comparator",  # published national facts, the same for everybody
        "indicators.Population",
        "indicators.Neighbour",
    }
    found = {model._meta.label for model in OUR_MODELS if not issubclass(model, Scoped)}
    assert found - unscoped == set()


def test_every_scoped_table_reads_through_its_lock_by_default():
    from lscp.scope import Scoped, ScopedManager

    for model in OUR_MODELS:
        if issubclass(model, Scoped):
            assert isinstance(model._default_manager, ScopedManager), model._meta.label


def test_no_room_has_a_name_that_says_nothing():
    empty = {"common", "core", "utils", "util", "helpers", "base", "misc", "manager", "services"}
    assert [path for path in CODE if empty & {path.stem, path.parent.name}] == []


def test_only_one_place_reads_the_environment():
    allowed = {
        *(f"config/{name}.py" for name in ("environment", "manage", "wsgi", "public_wsgi", "test_settings")),
        "cli/running.py",
    }
    found = {str(path.relative_to(ROOT / "lscp")) for path in CODE if "os.environ" in path.read_text()}
    assert found <= allowed


def test_nothing_names_a_machine_or_a_package_index():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    words = ["python" + "hosted.org", "pypi" + ".org/simple", "registry.npmjs" + ".org", "/root" + "/"]
    for name in tracked:
        path = ROOT / name
        if (
            path.suffix in {".py", ".txt", ".md", ".toml", ".yaml", ".yml", ".html", ".sh", ""}
            and path.is_file()
        ):
            text = path.read_text(errors="ignore")
            assert not [word for word in words if word in text], name
