"""Import of districts and schools from CSV: every row checked first, then all or nothing.

Known by code: a second import of the same file changes nothing. Rows absent from the file are left
alone; a school is never deleted here, since bookings point at it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.taxonomy.models import Stage

from ..models import District, School
from .csv_rows import Row, TableError, decode, read_rows

DISTRICT_COLUMNS = {
    "code": "code", "name": "name", "sort": "sort",
    "行政区划代码": "code", "名称": "name", "排序": "sort",
}  # fmt: skip
SCHOOL_COLUMNS = {
    "code": "code", "name": "name", "short_name": "short_name", "district": "district",
    "stages": "stages", "kind": "kind", "rural": "rural", "small": "small",
    "enrolment": "enrolment", "is_example": "is_example",
    "学校标识码": "code", "全称": "name", "简称": "short_name", "区县": "district", "学段": "stages",
    "类型": "kind", "乡村学校": "rural", "小规模学校": "small", "在校生人数": "enrolment",
    "示例": "is_example",
}  # fmt: skip
YES, NO = {"1", "是", "true"}, {"", "0", "否", "false"}
KINDS = {"": "regular", **{key: value for value, label in School.Kind.choices for key in (value, label)}}


@dataclass
class ImportPlan:
    """What a file would do: objects to write by line, counts, and errors by line in Chinese."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)
    writes: list[tuple[District | School, list[Stage] | None]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Rows without errors."""
        return self.created + self.updated + self.unchanged


class ImportRefused(Exception):
    """The file has errors and nothing was written; ``errors`` lists them in Chinese."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def plan_districts(data: bytes) -> ImportPlan:
    """Return what importing this CSV of districts (代码, 名称, 排序) would do; writes nothing."""
    present = {district.code: district for district in District.objects.all()}
    return plan(data, DISTRICT_COLUMNS, ("code", "name"), lambda row: district_values(row), District, present)


def plan_schools(data: bytes) -> ImportPlan:
    """Return what importing this CSV of schools would do; writes nothing.

    Districts are named by code or name, stages by code or name with | or 、 between them.
    """
    districts = {key: item for item in District.objects.all() for key in (item.code, item.name)}
    stages = {key: item for item in Stage.objects.all() for key in (item.code, item.zh)}
    present = {school.code: school for school in School.objects.prefetch_related("stages")}
    required = ("code", "name", "district")
    return plan(
        data, SCHOOL_COLUMNS, required, lambda row: school_values(row, districts, stages), School, present
    )


def plan(
    data: bytes,
    columns: dict[str, str],
    required: tuple[str, ...],
    read: Callable[[Row], dict[str, Any]],
    model: type[District] | type[School],
    present: dict[str, Any],
) -> ImportPlan:
    """Check every row of a file and collect what would be written."""
    result = ImportPlan()
    try:
        rows = read_rows(decode(data), columns, required)
    except TableError as error:
        result.errors.append(str(error))
        return result
    seen: dict[str, int] = {}
    for row in rows:
        code = row.values["code"]
        if code in seen:
            result.errors.append(f"第 {row.line} 行：代码 {code} 与第 {seen[code]} 行重复。")
            continue
        seen[code] = row.line
        try:
            add_row(result, read(row), model, present.get(code))
        except ValidationError as error:
            result.errors.extend(f"第 {row.line} 行：{text}" for text in error_texts(error, model))
    if not rows:
        result.errors.append("文件里只有表头，没有内容。")
    return result


def add_row(
    result: ImportPlan, values: dict[str, Any], model: type[District] | type[School], old: Any
) -> None:
    """Count one row as new, changed or unchanged; raise ValidationError when a field is wrong."""
    stages = values.pop("stages", None)
    item = model() if old is None else old
    before = {name: getattr(item, name) for name in values} if old is not None else None
    for name, value in values.items():
        setattr(item, name, value)
    item.clean_fields()
    same_stages = old is None or stages is None or {s.pk for s in old.stages.all()} == {s.pk for s in stages}
    if old is None:
        result.created += 1
    elif before == values and same_stages:
        result.unchanged += 1
        return
    else:
        result.updated += 1
    result.writes.append((item, stages))


def error_texts(error: ValidationError, model: type[District] | type[School]) -> list[str]:
    """Return the messages of a row, each with the Chinese name of its column."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        f"{getattr(model._meta.get_field(name), 'verbose_name', name)}：{text}"
        for name, texts in error.message_dict.items()
        for text in texts
    ]


def district_values(row: Row) -> dict[str, Any]:
    """Return the field values of a district's row; only columns the file has."""
    values: dict[str, Any] = {"code": row.values["code"], "name": row.values["name"]}
    if "sort" in row.values:
        values["sort"] = whole_number(row.values["sort"] or "0", "排序")
    return values


def school_values(row: Row, districts: dict[str, District], stages: dict[str, Stage]) -> dict[str, Any]:
    """Return the field values of a school's row; only columns the file has."""
    given = row.values
    if given["district"] not in districts:
        raise ValidationError(f"区县“{given['district']}”不在区县表里，请先导入区县。")
    values: dict[str, Any] = {
        "code": given["code"], "name": given["name"], "district": districts[given["district"]]
    }  # fmt: skip
    if "short_name" in given:
        values["short_name"] = given["short_name"]
    if "kind" in given:
        values["kind"] = chosen(given["kind"], KINDS, "类型")
    for column, label in (("rural", "乡村学校"), ("small", "小规模学校"), ("is_example", "示例")):
        if column in given:
            values[column] = yes_or_no(given[column], label)
    if "enrolment" in given:
        values["enrolment"] = whole_number(given["enrolment"], "在校生人数") if given["enrolment"] else None
    if "stages" in given:
        names = [name.strip() for name in given["stages"].replace("、", "|").split("|") if name.strip()]
        values["stages"] = [chosen(name, stages, "学段") for name in names]
    return values


def chosen(text: str, choices: dict[str, Any], label: str) -> Any:
    """Return the choice called ``text``; raise ValidationError naming the column."""
    if text not in choices:
        raise ValidationError(f"{label}“{text}”不认识。")
    return choices[text]


def yes_or_no(text: str, label: str) -> bool:
    """Read 是/否 or 1/0; empty means no."""
    if text.lower() not in YES | NO:
        raise ValidationError(f"{label}只能填“是”或“否”，现在是“{text}”。")
    return text.lower() in YES


def whole_number(text: str, label: str) -> int:
    """Read a whole number of at most seven digits."""
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise ValidationError(f"{label}要填整数，现在是“{text}”。")
    return int(text)


def import_districts(data: bytes, *, actor: User | None = None) -> ImportPlan:
    """Write a CSV of districts, all rows or none; raises ImportRefused with every error."""
    return write(lambda: plan_districts(data), "districts.imported", actor)


def import_schools(data: bytes, *, actor: User | None = None) -> ImportPlan:
    """Write a CSV of schools, all rows or none; raises ImportRefused with every error."""
    return write(lambda: plan_schools(data), "schools.imported", actor)


def write(make_plan: Callable[[], ImportPlan], action: str, actor: User | None) -> ImportPlan:
    """Plan and write in one transaction, so that what is written is what was checked."""
    with transaction.atomic():
        result = make_plan()
        if result.errors:
            raise ImportRefused(result.errors)
        first: District | School | None = None
        for item, stages in result.writes:
            try:
                item.validate_unique()
            except ValidationError as error:
                raise ImportRefused([f"{item.code} {item}：{text}" for text in error.messages]) from error
            item.save()
            if stages is not None and isinstance(item, School):
                item.stages.set(stages)
            first = first or item
        if first is not None:
            record_event(
                action=action, target=first, actor=actor, created=result.created, updated=result.updated
            )
    return result
