"""Context of a lesson's page."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from .models import LessonPage
from .selectors.lesson_page import LessonLinks, lesson_links, lesson_terms
from .selectors.terms import TermRow
from .structured_data import as_data_block, lesson_data

PICTURE = "fill-720x480|format-webp|webpquality-72"
# Parts of the page in reading order: the fields of which one is enough, anchor, heading.
PARTS = (
    (("issue", "situation"), "issue", "议题与情境"),
    (("goals",), "goals", "核心素养目标"),
    (("key_points", "hard_points"), "points", "重点与难点"),
    (("preparation",), "preparation", "教学准备"),
    (("steps",), "process", "教学过程"),
    (("board_plan",), "board", "板书设计"),
    (("misconceptions",), "misconceptions", "易错易混"),
    (("homework",), "homework", "作业设计"),
    (("assessment",), "assessment", "评价"),
    (("extension",), "extension", "拓展延伸"),
    (("keywords",), "keywords", "关键词"),
    (("analyses",), "analysis", "依据与分析"),
    (("reflection",), "reflection", "课后反思"),
    (("files",), "files", "配套文件"),
    (("parent_questions", "father_task", "parent_avoid"), "parents", "带给家长"),
    (("rungs",), "ladder", "前后学段怎么教"),
)
SECTIONS = (
    ("standard", "课标依据"), ("textbook_analysis", "教材分析"), ("learner_analysis", "学情分析"),
)  # fmt: skip


def lesson_context(page: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """Return everything the lesson page draws. 8 queries and the picture."""
    terms = lesson_terms(page)
    links = lesson_links(page)
    get_url = partial(Page.get_url, request=request)
    goals = list(page.goals.select_related("competency"))
    keywords = list(page.keywords.all())
    record = page.editorial_records.select_related("organisation").first()
    publisher = record.organisation.name if record else ""
    data = lesson_data(page, request.path, terms, goals, [row.term for row in keywords], publisher)
    parts = {
        "goals": goals,
        "keywords": keywords,
        "files": lesson_files(page),
        "steps": [block.value for block in page.steps],
        "misconceptions": [block.value for block in page.misconceptions],
        "analyses": [(heading, getattr(page, name)) for name, heading in SECTIONS if getattr(page, name)],
        "rungs": ladder(page, terms, links, get_url),
        "more_related": more_related(terms, links, get_url),
    }
    return {
        **parts,
        "terms": terms,
        "stage": first(terms["stage"]),
        "volume": first(terms["volume"]),
        "unit": first(terms["unit"]),
        "record": record,
        "toc": table_of_contents(page, parts),
        "links": addressed(links, get_url),
        "rendition": page.picture.get_rendition(PICTURE) if page.picture else None,
        "crumbs": crumbs(page, links, get_url),
        "structured_data": as_data_block(data),
    }


def table_of_contents(page: LessonPage, parts: dict[str, Any]) -> list[dict[str, str]]:
    """Return the parts that this lesson has, in the order of the page."""
    return [
        {"title": heading, "anchor": anchor}
        for names, anchor, heading in PARTS
        if any(parts[name] if name in parts else getattr(page, name) for name in names)
    ]


def first(rows: list[TermRow]) -> TermRow | None:
    """Return the only row of a single choice."""
    return rows[0] if rows else None


def lesson_files(page: LessonPage) -> list[dict[str, Any]]:
    """Return the files as file_list.html draws them. The size is the stored one: asking for it may write."""
    rows = page.files.select_related("document", "resource_type", "licence")
    return [
        {
            "title": row.document.title,
            "url": row.document.url,
            "kind": row.document.file_extension,
            "size": row.document.file_size,
            "type_label": row.resource_type.zh,
            "licence_label": row.licence.zh,
            "ai_label": "含 AI 生成内容" if row.document.ai_made else "",
        }
        for row in rows
    ]


def addressed(links: LessonLinks, get_url: Any) -> dict[str, Any]:
    """Return the links with addresses, for the template."""
    groups = {
        name: [row.link(get_url) for row in getattr(links, name)] for name in ("sites", "guides", "related")
    }
    ends = {"before": links.before, "after": links.after}
    return {**groups, **{name: row.link(get_url) for name, row in ends.items() if row}}


def ladder(
    page: LessonPage, terms: dict[str, list[TermRow]], links: LessonLinks, get_url: Any
) -> list[dict[str, Any]]:
    """Return one rung a stage with this lesson in its place; a stage without a lesson stays as a gap."""
    if not links.related:
        return []
    own = {"title": page.title, "url": get_url(page), "focus": page.issue, "current": True}
    rungs: list[dict[str, Any]] = []
    for stage in terms["ladder"]:
        if stage in terms["stage"]:
            rungs.append({"stage_label": stage.zh, **own})
            continue
        there = [row for row in links.related if row.over == stage.code]
        if not there:
            rungs.append({"stage_label": stage.zh})
        rungs += [
            {"stage_label": stage.zh, "title": row.title, "url": get_url(row.page), "focus": row.text}
            for row in there[:1]
        ]
    return rungs


def more_related(
    terms: dict[str, list[TermRow]], links: LessonLinks, get_url: Any
) -> list[dict[str, str | None]]:
    """Return the related lessons for which the ladder has no rung: of the same stage, or a second of one."""
    seen = {stage.code for stage in terms["stage"]}
    more = []
    for row in links.related:
        if row.over in seen:
            more.append({"label": f"{row.note}：{row.title}", "url": get_url(row.page)})
        seen.add(row.over)
    return more


def crumbs(page: LessonPage, links: LessonLinks, get_url: Any) -> list[dict[str, str | None]]:
    """Return the way from the front page to this one."""
    middle = [{"title": links.parent.title, "url": get_url(links.parent.page)}] if links.parent else []
    return [{"title": "首页", "url": "/"}, *middle, {"title": page.title, "url": None}]
