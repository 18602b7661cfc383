"""How people write grades and volumes: 七上, 初一, 7年级, 选必1; found, never shown."""

from collections.abc import Iterable

from portal.taxonomy.models import Grade, Volume

LONG_AND_SHORT = (("选择性必修", "选必"),)


def grade_names(grade: Grade) -> list[str]:
    """All names of a grade (七年级, 初一, 7年级 ...)."""
    return [grade.zh, *(name.strip() for name in grade.aliases.split("|") if name.strip())]


def volume_names(volume: Volume) -> list[str]:
    """All names of a volume: its own, short (七上, 初一上, 7上) and with each name of its grade."""
    names = [volume.zh]
    names += [volume.zh.replace(long, short) for long, short in LONG_AND_SHORT if long in volume.zh]
    half = {Volume.Half.FIRST: "上", Volume.Half.SECOND: "下"}.get(Volume.Half(volume.term), "")
    if volume.grade and half:
        for name in grade_names(volume.grade):
            names += [f"{name}{half}册", f"{name}{half}", f"{name.removesuffix('年级')}{half}"]
    return list(dict.fromkeys(names))


def grade_label(grades: Iterable[Grade]) -> str:
    """Grades for a card: up to three by name, more as a span (二年级至高二)."""
    ordered = sorted(grades, key=lambda grade: (grade.sort, grade.code))
    if len(ordered) > 3:
        return f"{ordered[0].zh}至{ordered[-1].zh}"
    return "、".join(grade.zh for grade in ordered)
