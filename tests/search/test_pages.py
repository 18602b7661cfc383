"""Entries follow pages; nothing that is not public is ever found."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.search.queries import SearchQuery
from home.search.selectors import search
from home.search.upkeep import refresh_all_entries
from portal.search.engines import current_engine
from portal.search.models import EntryNumber, SearchEntry

from .conftest import make_lesson


def urls(text: str, **fields) -> list[str]:
    """Addresses of the strict hits."""
    return [row.url for row in search(SearchQuery(text, **fields)).rows]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run something as a transaction of its own, with what follows its commit."""

    def run(action, *arguments, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return action(*arguments, **fields)

    return run


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("生命可以永恒吗", "/lessons/shengming/"),
        ("敬畏生命的两个理由", "/lessons/shengming/"),  # a goal
        ("又尊敬又不敢轻慢", "/lessons/shengming/"),  # a key word
        ("张仲景", "/lessons/shengming/"),  # a step
        ("七上 珍爱生命", "/lessons/shengming/"),  # volume and unit
        ("初一 永恒", "/lessons/shengming/"),
        ("7年级", "/lessons/shengming/"),
        ("你先说完", "/guides/dingzui/"),
        ("hanhuaguan", "/sites/hanhuaguan/"),
        ("看画像石", "/sites/hanhuaguan/"),
        ("捶纸", "/sites/hanhuaguan/taben/"),
        ("忘记密码", "/help/"),
    ],
)
def test_every_type_is_found_by_what_is_in_it(portal, text, url):
    assert url in urls(text)


def test_kinds_are_counted_and_filtered(portal):
    page = search(SearchQuery("汉画馆", kind="site"))
    assert [row.url for row in page.rows] == ["/sites/hanhuaguan/"]
    assert {choice.value: choice.count for choice in page.kinds} == {"site": 1, "programme": 1}
    assert urls("七年级", stage="j") and not urls("七年级", stage="u")


def test_drafts_are_not_found_and_edits_only_when_published(portal, committed):
    committed(make_lesson, portal.lessons, portal.terms, title="未发布的丹江", slug="draft")
    assert urls("丹江") == []
    portal.lesson.title = "丹江水的旅行"
    revision = committed(portal.lesson.save_revision)
    assert urls("丹江") == []
    committed(revision.publish)
    assert urls("丹江") == ["/lessons/shengming/"]


def test_unpublished_and_deleted_are_gone(portal, committed):
    portal.lesson.refresh_from_db()
    committed(portal.lesson.unpublish)
    assert urls("张仲景") == []
    committed(portal.guide.delete)
    assert urls("顶嘴") == []
    assert not SearchEntry.objects.filter(deleted=False, object_id__in=[portal.lesson.pk, portal.guide.pk])


def test_a_deleted_section_takes_its_pages_along(portal, committed):
    committed(portal.site.delete)
    assert urls("汉画馆") == []
    assert urls("拓片") == []


def test_private_sections_are_withdrawn_and_come_back(portal, committed):
    lock = committed(
        PageViewRestriction.objects.create, page=portal.sites, restriction_type=PageViewRestriction.LOGIN
    )
    assert urls("汉画馆") == urls("拓片") == []
    assert current_engine().document_count() == 3
    committed(lock.delete)
    assert urls("捶纸") == ["/sites/hanhuaguan/taben/"]


@pytest.mark.parametrize(
    "dates", [{"expire_at": timedelta(seconds=-1)}, {"go_live_at": timedelta(hours=1)}, {"live": False}]
)
def test_dates_count_by_the_clock_even_before_the_index_knows(portal, dates):
    """Changed behind the back of every signal: the hit is still asked away, counts and all."""
    values = {name: timezone.now() + value if value else value for name, value in dates.items()}
    type(portal.lesson).objects.filter(pk=portal.lesson.pk).update(**values)
    page = search(SearchQuery("张仲景"))
    assert (page.rows, page.loose, page.total, page.kinds) == ((), (), 0, ())


def test_a_restriction_counts_before_the_index_knows(portal):
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=portal.sites, restriction_type="login")]
    )
    page = search(SearchQuery("汉画馆"))
    assert (page.rows, page.total) == ((), 0)


def test_moved_and_renamed_pages_have_their_new_address(portal, committed):
    portal.site.slug = "hanhua"
    committed(portal.site.save_revision().publish)
    assert "/sites/hanhua/taben/" in urls("捶纸")
    committed(portal.help.move, portal.lessons, pos="last-child")
    assert urls("忘记密码") == ["/lessons/help/"]


def test_refreshing_everything_changes_only_what_differs(portal, committed):
    before = EntryNumber.objects.get().value
    assert refresh_all_entries() == 5
    assert EntryNumber.objects.get().value == before
    SearchEntry.objects.filter(kind="guide").delete()
    SearchEntry.objects.create(key="lesson:999", kind="lesson", object_id=999, title="旧课", number=1)
    committed(refresh_all_entries)
    assert urls("顶嘴") == ["/guides/dingzui/"]
    assert not SearchEntry.objects.filter(key="lesson:999", deleted=False).exists()
