"""A starter lesson as its files need it: texts, names instead of codes, the place in the curriculum."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from home.starter_loading.sources import ASSETS_DIR, Source, read_folder

from . import vocabulary

PLATFORM = "本市德育与研学资源平台"
CREDIT = f"{PLATFORM}·示范内容"
FILES_DIR = ASSETS_DIR / "files"
CHINESE_NUMBERS = "零一二三四五六七八九十"
# The smallest pupils write large and read large.
SMALL_PUPILS = {"p1", "p2"}


@dataclass(frozen=True)
class Step:
    """One part of the lesson; ``teacher``, ``pupils`` and ``intent`` are Markdown, ``minutes`` its length."""

    title: str
    minutes: int
    teacher: str
    pupils: str
    intent: str


@dataclass(frozen=True)
class Lesson:
    """One lesson read from ``home/starter/lessons``."""

    source: Source

    @property
    def slug(self) -> str:
        """The name of the lesson in addresses and of its files."""
        return self.source.slug

    @property
    def title(self) -> str:
        """The title of the lesson."""
        return self.source.plain("title")

    @property
    def data(self) -> dict[str, Any]:
        """Everything in the front matter."""
        return self.source.data

    @property
    def picture(self) -> Path:
        """Where the drawn picture of the lesson lies (WebP, 3:2)."""
        return ASSETS_DIR / "pictures" / self.source.plain("picture")

    @property
    def is_for_small_pupils(self) -> bool:
        """Whether the pupils are in grades 1 to 4."""
        return self.source.plain("stage") in SMALL_PUPILS

    def text(self, field: str) -> str:
        """Return a value of the front matter as Markdown, empty when it is missing."""
        return self.source.plain(field)

    def name(self, vocabulary_name: str, field: str) -> str:
        """Return the Chinese name of a coded field, empty when the field is."""
        return vocabulary.name(vocabulary_name, self.source.plain(field))

    def names(self, field: str) -> str:
        """Return the Chinese names of a coded list; the field is called as its vocabulary."""
        return vocabulary.names(field, self.source.codes(field))

    def unit(self) -> str:
        """Return the unit with its number, as 第四单元　骄人祖先 灿烂文化; empty without a unit."""
        code = self.source.plain("unit")
        if not code:
            return ""
        row = vocabulary.rows("units")[code]
        number = row["number"]
        return f"第{CHINESE_NUMBERS[int(number)]}单元　{row['zh']}" if number else row["zh"]

    def place(self) -> str:
        """Return course, volume and grade in one line, nothing said twice."""
        course, volume = self.name("courses", "course"), self.name("volumes", "volume")
        grades = self.names("grades")
        parts = [course, volume if volume != course else "", grades if grades not in volume else ""]
        return " · ".join(part for part in parts if part)

    def place_and_unit(self) -> str:
        """Return the place in the course followed by the unit, if there is one."""
        return " · ".join(part for part in (self.place(), self.unit()) if part)

    def steps(self) -> list[Step]:
        """Return the parts of the lesson in their order."""
        return [Step(**row) for row in self.source.rows("steps")]


def lessons() -> list[Lesson]:
    """Read all starter lessons, ordered by file name."""
    return [Lesson(source) for source in read_folder("lessons")]
