"""The shape of the house: who may import whom, and how large a file may grow."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Rows from the top; a unit imports only units on lower rows (docs/architecture.md).
ROWS = [
    {"portal.urls", "portal.settings", "portal.wsgi"},
    {"home"},
    {"courses", "studysites"},
    {"studysites.bookings", "media"},
    {"portal.search", "portal.notifications", "portal.files"},
    {"portal.organisations"},
    {"portal.accounts", "portal.taxonomy"},
    {"portal.audit", "portal.jobs"},
    {"portal.shared"},
]
RANK = {unit: row for row, units in enumerate(ROWS) for unit in units}
TOP_LEVEL = {
    "portal", "home", "studysites", "courses", "media", "tests", "docs", "deploy", "benchmarks", ".ci",
    "manage.py", "requirements.txt", "pyproject.toml", "Makefile", "README.md", "README.zh.md", "LICENSE",
}  # fmt: skip
MAX_LINES = 300


def tracked_files() -> list[Path]:
    """Every file git knows or would add, so that build products do not count."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).exists()]


def source_files() -> list[Path]:
    """Our Python sources without tests, migrations and tools beside the product."""
    tops = {"portal", "home", "studysites", "courses", "media"}
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in tops and "migrations" not in path.parts
    ]


def unit_of(module: str) -> str | None:
    """The longest unit that holds a dotted module, or None for foreign modules."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in RANK:
            return name
    return None


def module_of(path: Path) -> str:
    """Dotted name of a source file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """Absolute names of everything a file imports, late and relative imports included."""
    module = module_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                anchor = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*anchor, base] if base else anchor)
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def wrong_imports(path: Path) -> list[str]:
    """Imports of one file that do not point down."""
    own = unit_of(module_of(path))
    if own is None:
        return []
    targets = {(name, unit_of(name)) for name in imports_of(path)}
    return [
        f"{own} imports {name}" for name, unit in targets if unit and unit != own and RANK[unit] <= RANK[own]
    ]


def test_imports_point_down_only():
    """No unit imports a unit of its own row or of a higher one."""
    assert [line for path in source_files() for line in wrong_imports(path)] == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("portal/shared/planted.py", "from portal.audit import services"),
        ("courses/planted.py", "import studysites.models"),
        ("studysites/bookings/planted.py", "def late():\n    from ..models import StudySitePage"),
        ("portal/search/planted.py", "import home.search"),
    ],
)
def test_planted_wrong_import_is_caught(monkeypatch, tmp_path, module, line):
    """The reader of imports sees absolute, late and relative ones; a test that cannot fail is none."""
    planted = tmp_path / module
    planted.parent.mkdir(parents=True)
    planted.write_text(line)
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert wrong_imports(planted)


def test_every_module_belongs_to_a_unit():
    """A new package must be given its row before it can be used."""
    loose = [
        module_of(path)
        for path in source_files()
        if unit_of(module_of(path)) is None and module_of(path) != "portal"
    ]
    assert loose == []


def test_top_level_is_as_agreed():
    """Nothing but the agreed names and dot-files at the top."""
    names = {path.relative_to(ROOT).parts[0] for path in tracked_files()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_files_stay_small_and_are_named_for_their_content():
    """300 lines at most; no utils, helpers or common."""
    sources = [path for path in tracked_files() if path.suffix == ".py" and "migrations" not in path.parts]
    long = [str(path.relative_to(ROOT)) for path in sources if len(path.read_text().splitlines()) > MAX_LINES]
    vague = [path.name for path in sources if path.stem in {"utils", "helpers", "common", "misc"}]
    assert (long, vague) == ([], [])


def test_functions_stay_short():
    """40 lines at most, docstring included."""
    long = []
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 45:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []
