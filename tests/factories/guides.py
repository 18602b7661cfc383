"""Guides below a guide list."""

from django.utils import timezone

from courses.models import GuideIndexPage, GuidePage
from portal.taxonomy.models import AgeBand, FamilySituation, FamilyTopic, Hotline

from .lessons import term
from .pages import make_home

RICH = ("situation", "why", "father_task", "grandparents", "when_to_seek_help", "law")


def make_guide_index() -> GuideIndexPage:
    """Return the guide list, made once."""
    return GuideIndexPage.objects.first() or make_home().add_child(
        instance=GuideIndexPage(title="家庭教育", slug="guides")
    )


def make_guide(title: str = "孩子晚上磨蹭不睡", **fields) -> GuidePage:
    """Return a live guide; relations are lists of rows."""
    relations = ("bands", "family_topics", "situations", "topics", "units", "sites", "hotlines")
    many = {name: fields.pop(name) for name in relations if name in fields}
    values = {
        "title": title,
        "slug": f"guide-{GuidePage.objects.count() + 1}",
        "first_published_at": timezone.now(),
    }
    page = make_guide_index().add_child(instance=GuidePage(**{**values, **fields}))
    for name, rows in many.items():
        setattr(page, name, rows)
    page.save()
    return page


def make_full_guide(title: str = "孩子晚上磨蹭不睡", **fields) -> GuidePage:
    """Return a guide with something in every field."""
    page = make_guide(
        title,
        point="先定关灯时间。",
        bands=[band()],
        family_topics=[term(FamilyTopic, "body", "睡眠运动饮食")],
        situations=[term(FamilySituation, "jisu", "寄宿")],
        hotlines=[term(Hotline, "12356", "心理援助热线", number="12356")],
        **fields,
    )
    for name in RICH:
        setattr(page, name, f"<p>{name} 的内容</p>")
    page.tonight = [("step", {"text": "<p>定下关灯时间</p>"})]
    page.sayings = [("saying", {"say": "还有二十分钟", "dont_say": "怎么还不睡"})]
    page.talk_questions = [("question", "哪天睡得最香？")]
    page.save()
    return page


def band(code: str = "a6") -> AgeBand:
    """Return an age band."""
    return term(AgeBand, code, f"{code} 岁")
