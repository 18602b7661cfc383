"""The textbook tree of the lesson list: stage, volume, unit, and what each holds under the filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.taxonomy.models import Unit, Volume

from .facets import FacetIndex
from .list_address import ListAddress
from .selectors.terms import NamedTerm

TREE = ("volume", "unit")


@dataclass(frozen=True)
class LessonTree:
    """Nodes as tree.html draws them, and the volumes nobody wrote a lesson for yet."""

    nodes: list[dict]
    empty_volumes: list[str]
    has_unchecked: bool


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
    index: FacetIndex,
    address: ListAddress,
    stages: Mapping[str, NamedTerm],
    volumes: Mapping[str, Volume],
    units: Mapping[str, Unit],
) -> LessonTree:
    """Return the tree; counts obey every filter but the tree's own, places without any lesson are no link.

    A stage counts all its lessons, those of no volume (class meetings) too, as the facet does.
    """
    per_volume = index.counts("volume", address.chosen, TREE)
    per_unit = index.counts("unit", address.chosen, TREE)
    per_stage = index.counts("stage", address.chosen, TREE)
    by_stage = {
        term.zh: stage_node(term, per_stage[code], address)
        for code, term in stages.items()
        if code in per_stage
    }
    for volume in (volume for code, volume in volumes.items() if code in per_volume):
        node = volume_node(volume, per_volume[volume.code], address)
        for unit in (u for code, u in units.items() if code in per_unit and u.volume_id == volume.pk):
            node["children"].append(unit_node(unit, per_unit[unit.code], address))
        node["open"] = any(child["current"] for child in node["children"])
        title = volume.stage.zh if volume.stage else "其他"
        stage = by_stage.setdefault(title, {"title": title, "count": None, "open": False, "children": []})
        stage["open"] = stage["open"] or node["open"]
        stage["children"].append(node)
    whole = {
        "title": "全部课例",
        "url": address.url(stage=[], volume=[], unit=[]),
        "current": not any(map(address.chosen.get, ("stage", *TREE))),
    }
    empty = [volume_label(volume) for code, volume in volumes.items() if code not in per_volume]
    shown = [volume for code, volume in volumes.items() if code in per_volume]
    shown_units = [unit for code, unit in units.items() if code in per_unit]
    unchecked = any(row.is_unchecked for row in (*shown, *shown_units))
    return LessonTree([whole, *by_stage.values()] if by_stage else [], empty, unchecked)


def stage_node(stage: NamedTerm, count: int, address: ListAddress) -> dict:
    """Return a stage that opens to all its lessons and its volumes."""
    chosen = address.chosen["stage"] == [stage.code] and not any(map(address.chosen.get, TREE))
    whole = {
        "title": "本学段全部（含班会课等）",
        "url": address.url(volume=[], unit=[], stage=[stage.code]),
        "count": count,
        "current": chosen,
    }
    return {"title": stage.zh, "count": count, "open": chosen, "children": [whole]}


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
