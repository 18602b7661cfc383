"""The documents say what the settings do."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r'env\.(?:text|flag|number|words|database)\(\s*"([A-Z_]+)"')


def variables_read() -> set[str]:
    """Every variable the settings read."""
    sources = (ROOT / "portal" / "settings").glob("*.py")
    return {name for path in sources for name in READ.findall(path.read_text())}


def variables_documented() -> set[str]:
    """Every variable with a row in the table."""
    text = (ROOT / "docs" / "configuration.md").read_text()
    return set(re.findall(r"^\| `(PORTAL_[A-Z_]+)` \|", text, re.MULTILINE))


def test_every_variable_is_documented_and_no_other():
    """The table and the settings name the same variables."""
    assert variables_read()
    assert variables_documented() == variables_read()


def test_environment_is_read_in_one_place_only():
    """Nothing but settings/env.py touches the environment of the product."""
    guilty = [
        str(path.relative_to(ROOT))
        for top in ("portal", "home", "courses", "studysites", "media")
        for path in (ROOT / top).rglob("*.py")
        if re.search(r"os\.environ\[|os\.environ\.get|os\.getenv", path.read_text())
        and path.name not in {"env.py"}
    ]
    assert guilty == []


def test_links_between_documents_lead_somewhere():
    """No dead relative link in README or docs."""
    dead = []
    for path in [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text()):
            if not (path.parent / target).exists():
                dead.append(f"{path.name}: {target}")
    assert dead == []


def test_every_direct_dependency_has_its_reason():
    """Each name of the requirement files stands in the decision on libraries; stubs stand as a family."""
    files = [ROOT / "requirements.txt", *(ROOT / ".ci").glob("requirements-*.txt")]
    pinned = [
        re.match(r"([\w.-]+)(?:\[[\w,]+\])?==", line)
        for path in files
        for line in path.read_text().splitlines()
    ]
    names = {match[1] for match in pinned if match and not match[1].startswith("types-")}
    text = (ROOT / "docs" / "decisions" / "0002-libraries.md").read_text()
    assert len(names) > 20
    assert {name for name in names if name not in text} == set()
