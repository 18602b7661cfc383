"""The textbook tree of the lesson list: stage, volume, unit, and what each holds under the filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.taxonomy.models import Unit, Volume

from .facets import FacetIndex
from .list_address import ListAddress

TREE = ("volume", "unit")


@dataclass(frozen=True)
class LessonTree:
    """Nodes as tree.html draws them, and the volumes nobody wrote a lesson for yet."""

    nodes: list[dict]
    empty_volumes: list[str]


def volume_label(volume: Volume) -> str:
    """Return the volume with edition and 待核 said aloud, as both editions stand side by side."""
    marks = [volume.get_edition_display()] if volume.grade_id else []
    if volume.is_unchecked:
        marks.append("待核")
    return f"{volume.zh}（{'·'.join(marks)}）" if marks else volume.zh


def unit_label(unit: Unit) -> str:
    """Return number and name of a unit, marked while nobody compared it with the book."""
    return f"第{unit.number}单元 {unit.zh}{'（待核）' if unit.is_unchecked else ''}"


def lesson_tree(
    index: FacetIndex, address: ListAddress, volumes: Mapping[str, Volume], units: Mapping[str, Unit]
) -> LessonTree:
    """Return the tree; counts obey every filter but the tree's own, places without any lesson are no link."""
    per_volume = index.counts("volume", address.chosen, TREE)
    per_unit = index.counts("unit", address.chosen, TREE)
    by_stage: dict[str, dict] = {}
    for volume in (volume for code, volume in volumes.items() if code in per_volume):
        node = volume_node(volume, per_volume[volume.code], address)
        for unit in (u for code, u in units.items() if code in per_unit and u.volume_id == volume.pk):
            node["children"].append(unit_node(unit, per_unit[unit.code], address))
        node["open"] = any(child["current"] for child in node["children"])
        title = volume.stage.zh if volume.stage else "其他"
        stage = by_stage.setdefault(title, {"title": title, "count": 0, "open": False, "children": []})
        stage["count"] += per_volume[volume.code]
        stage["open"] = stage["open"] or node["open"]
        stage["children"].append(node)
    whole = {
        "title": "全部课例",
        "url": address.url(volume=[], unit=[]),
        "current": not any(map(address.chosen.get, TREE)),
    }
    empty = [volume_label(volume) for code, volume in volumes.items() if code not in per_volume]
    return LessonTree([whole, *by_stage.values()] if by_stage else [], empty)


def volume_node(volume: Volume, count: int, address: ListAddress) -> dict:
    """Return a volume that opens to the whole book and its units."""
    whole = {
        "title": "整册",
        "url": address.url(volume=[volume.code], unit=[]),
        "count": count,
        "current": volume.code in address.chosen["volume"],
    }
    return {"title": volume_label(volume), "count": count, "children": [whole]}


def unit_node(unit: Unit, count: int, address: ListAddress) -> dict:
    """Return a unit as a link."""
    return {
        "title": unit_label(unit),
        "url": address.url(volume=[], unit=[unit.code]),
        "count": count,
        "current": unit.code in address.chosen["unit"],
    }
