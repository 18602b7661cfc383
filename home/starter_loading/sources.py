"""Reading one source file: YAML front matter, then Markdown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown

STARTER_DIR = Path(__file__).resolve().parent.parent / "starter"
ASSETS_DIR = STARTER_DIR / "assets"


class SourceError(Exception):
    """A source file cannot be read; the text names the file and the reason."""


@dataclass(frozen=True)
class Source:
    """One source file: its front matter and its body as Markdown."""

    path: Path
    data: dict[str, Any]
    body: str

    @property
    def slug(self) -> str:
        """The name of the page in its address."""
        return str(self.data["slug"])

    def plain(self, name: str) -> str:
        """Return a plain text value, empty when it is missing."""
        return str(self.data.get(name) or "").strip()

    def html(self, name: str) -> str:
        """Return a Markdown value as rich text."""
        return rich_text(self.data.get(name))

    def codes(self, name: str) -> list[str]:
        """Return a list value as texts."""
        return [str(item) for item in self.data.get(name) or []]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return a list of mappings."""
        return list(self.data.get(name) or [])


def read_source(path: Path) -> Source:
    """Read one file; raise SourceError when the front matter is missing or no YAML mapping."""
    text = path.read_text(encoding="utf-8")
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise SourceError(f"{path.name}: no front matter between --- lines")
    try:
        data = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise SourceError(f"{path.name}: {error}") from error
    if not isinstance(data, dict) or "slug" not in data or "title" not in data:
        raise SourceError(f"{path.name}: front matter needs slug and title")
    return Source(path, data, parts[2].strip())


def read_folder(name: str) -> list[Source]:
    """Read all files of one folder of the starter content, ordered by file name."""
    return [read_source(path) for path in sorted((STARTER_DIR / name).glob("*.md"))]


def rich_text(value: object) -> str:
    """Turn Markdown, or a list of texts, into the HTML Wagtail's rich text holds."""
    if isinstance(value, list):
        value = "\n".join(f"- {item}" for item in value)
    text = str(value or "").strip()
    return Markdown(extensions=["sane_lists"]).convert(text).replace("\n", "") if text else ""
