"""The editor's form of a page: addresses in pinyin, half-written drafts, nothing empty goes public."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import GuidePage, LessonPage
from home.admin_publishing import say_it_is_public
from portal.organisations.models import Role
from portal.organisations.services import grant_section
from portal.taxonomy.models import AgeBand, Competency, Course, LessonType
from tests.factories.people import OrganisationFactory, UserFactory, member

from .conftest import add_guide, add_lesson

pytestmark = pytest.mark.django_db
TITLE = "孩子写作业，磨蹭怎么办"
PINYIN = "hai-zi-xie-zuo-ye-mo-ceng-zen-me-ban"
COMMENTS = {"comments": inline_formset([])}


@pytest.fixture
def federation(town):
    body = OrganisationFactory(code="fulian", name="市妇女联合会")
    grant_section(body, town["guides"])
    grant_section(body, town["lessons"])
    return body


@pytest.fixture
def editor(client, federation):
    client.force_login(at_the_door(member(Role.EDITOR, federation)))
    return client


def at_the_door(user):
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def guide_data(**fields) -> dict:
    empty = {name: streamfield([]) for name in ("tonight", "sayings", "talk_questions")}
    texts = {
        name: rich_text("")
        for name in ("situation", "why", "father_task", "grandparents", "when_to_seek_help", "law")
    }
    values = {
        "title": TITLE,
        "slug": "",
        "editorial_records": inline_formset([]),
        **empty,
        **texts,
        **COMMENTS,
        **fields,
    }
    return nested_form_data(values)


def lesson_data(**fields) -> dict:
    names = (
        "situation", "standard", "textbook_analysis", "learner_analysis", "key_points", "hard_points",
        "preparation", "board_plan", "homework", "assessment", "guidance", "extension", "reflection",
        "father_task", "parent_avoid",
    )  # fmt: skip
    formsets = ("goals", "keywords", "files", "editorial_records")
    values = {
        "title": "新课",
        "slug": "",
        "minutes": "40",
        "periods": "1",
        **{name: rich_text("") for name in names},
        **{name: inline_formset([]) for name in formsets},
        **{name: streamfield([]) for name in ("steps", "misconceptions", "parent_questions")},
        **COMMENTS,
        **fields,
    }
    return nested_form_data(values)


def add_url(model: str, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["courses", model, parent.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("typed", ["", "-", "孩子写作业", "--_"])
def test_a_new_page_with_a_chinese_title_gets_an_address_in_pinyin(editor, town, typed):
    answer = editor.post(add_url("guidepage", town["guides"]), guide_data(slug=typed))
    assert answer.status_code == 302, answer.context["form"].errors
    assert GuidePage.objects.get().slug == PINYIN


def test_the_latin_rest_of_a_title_is_no_address(editor, town):
    editor.post(add_url("guidepage", town["guides"]), guide_data(title="读 AI 时代的书", slug="ai"))
    assert GuidePage.objects.get().slug == "du-ai-shi-dai-de-shu"


def test_an_address_typed_by_hand_stays(editor, town):
    editor.post(add_url("guidepage", town["guides"]), guide_data(slug="zuoye"))
    page = GuidePage.objects.get()
    editor.post(edit_url(page), guide_data(slug="zuoye", title="作业"))
    page.refresh_from_db()
    assert (page.title, page.slug) == ("作业", "zuoye")


def test_the_address_of_a_draft_follows_its_title_and_avoids_its_neighbours(editor, town):
    add_guide(town, "作业", slug="zuo-ye")
    editor.post(add_url("guidepage", town["guides"]), guide_data(title="作"))
    page = GuidePage.objects.get(slug="zuo")
    editor.post(edit_url(page), guide_data(title="作业", slug="zuo"))
    page.refresh_from_db()
    assert page.slug == "zuo-ye-2"
    editor.post(edit_url(page), guide_data(title="作业", slug="zuo-ye-2"))
    page.refresh_from_db()
    assert page.slug == "zuo-ye-2"


def test_a_public_page_keeps_its_address(editor, town):
    page = add_guide(town, "旧标题", slug="jiu-biao-ti")
    editor.post(edit_url(page), guide_data(title="新标题", slug=""))
    draft = GuidePage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.slug) == ("新标题", "jiu-biao-ti")


def test_the_form_says_address_and_publishing_in_plain_words(editor, town):
    html = editor.get(add_url("guidepage", town["guides"])).content.decode()
    assert "发布设置" in html and "留空就按标题自动拼成拼音" in html
    assert "缩略名" not in html


def test_an_empty_guide_is_kept_as_a_draft_but_not_sent_to_review(editor, town):
    answer = editor.post(
        add_url("guidepage", town["guides"]), guide_data(**{"action-submit": "1"}), follow=True
    )
    assert "缺少：一句话要点、年龄段、责任信息里的发布机构" in answer.content.decode()
    assert not GuidePage.objects.exists()
    editor.post(add_url("guidepage", town["guides"]), guide_data())
    page = GuidePage.objects.get()
    answer = editor.post(edit_url(page), guide_data(**{"action-submit": "1"}))
    assert "还不能提交审核或公开" in answer.content.decode()
    assert not page.workflow_in_progress


def complete_guide(body, **fields) -> dict:
    band = AgeBand.objects.get_or_create(code="a6", defaults={"zh": "六岁"})[0]
    record = inline_formset([{"organisation": str(body.pk), "audience": "parent", "review_by": ""}])
    return {**guide_data(point="先定时间。", editorial_records=record, **fields), "bands": [str(band.pk)]}


def test_a_guide_with_its_essentials_goes_to_review(editor, town, federation):
    answer = editor.post(
        add_url("guidepage", town["guides"]), complete_guide(federation, **{"action-submit": "1"})
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert GuidePage.objects.get().workflow_in_progress


def test_a_struck_out_publisher_is_none(editor, town, federation):
    record = inline_formset([{"organisation": str(federation.pk), "audience": "parent", "DELETE": "1"}])
    data = {
        **complete_guide(federation, **{"action-submit": "1"}),
        **nested_form_data({"editorial_records": record}),
    }
    answer = editor.post(add_url("guidepage", town["guides"]), data, follow=True)
    assert "缺少：责任信息里的发布机构。" in answer.content.decode()


def lesson_place(town) -> dict:
    course = Course.objects.get_or_create(code="ddyfz", defaults={"zh": "道德与法治"})[0]
    kind = LessonType.objects.get_or_create(code="xs", defaults={"zh": "新授课"})[0]
    return {"stage": town["stages"][1].pk, "course": course.pk, "lesson_type": kind.pk}


def test_an_empty_lesson_waits_until_it_has_goals_and_steps(editor, town, federation):
    url = add_url("lessonpage", town["lessons"])
    data = lesson_data(**lesson_place(town), **{"action-submit": "1"})
    words = "缺少：至少一条核心素养目标、至少一个教学环节、责任信息里的发布机构"
    assert words in editor.post(url, data, follow=True).content.decode()
    assert editor.post(url, lesson_data(**lesson_place(town))).status_code == 302
    page = LessonPage.objects.get()
    goal = Competency.objects.create(code="fzgn", zh="法治观念")
    step = {
        "title": "导入",
        "minutes": "5",
        "teacher": rich_text("<p>问</p>"),
        "pupils": rich_text("<p>答</p>"),
    }
    full = lesson_data(
        **lesson_place(town),
        goals=inline_formset([{"competency": str(goal.pk), "text": "能说出", "ORDER": "1"}]),
        steps=streamfield([("step", {**step, "intent": rich_text("")})]),
        editorial_records=inline_formset([{"organisation": str(federation.pk), "audience": "teacher"}]),
        **{"action-submit": "1"},
    )
    answer = editor.post(edit_url(page), full)
    assert answer.status_code == 302, answer.context["form"].errors
    assert LessonPage.objects.get().workflow_in_progress


def test_a_reviewer_may_send_an_empty_page_back(client, town, federation):
    editor, reviewer = member(Role.EDITOR, federation), member(Role.REVIEWER, federation)
    page = town["guides"].add_child(instance=GuidePage(title=TITLE, live=False))
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    client.force_login(at_the_door(reviewer))
    action = {"action-workflow-action": "1", "workflow-action-extra-data": json.dumps({"comment": "请补齐"})}
    refused = client.post(edit_url(page), guide_data(**action, **{"workflow-action-name": "approve"}))
    assert "还不能提交审核或公开" in refused.content.decode()
    client.post(edit_url(page), guide_data(**action, **{"workflow-action-name": "reject"}))
    page = GuidePage.objects.get(pk=page.pk)
    assert not page.live
    assert page.current_workflow_state.status == "needs_changes"


def test_unfinished_pages_are_not_published_in_bulk(client, town):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    lesson = add_lesson(town, "半截课", live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{url}?id={lesson.pk}&next=/admin/", {"include_descendants": ""}, follow=True)
    assert "《半截课》缺少至少一条核心素养目标" in answer.content.decode()
    assert not LessonPage.objects.get().live


def test_the_reviewer_is_told_whether_an_approved_guide_is_public(client, rf, town, federation):
    editor, reviewer = member(Role.EDITOR, federation), member(Role.REVIEWER, federation)
    client.force_login(at_the_door(editor))
    client.post(add_url("guidepage", town["guides"]), complete_guide(federation, **{"action-submit": "1"}))
    page = GuidePage.objects.get()
    client.force_login(at_the_door(reviewer))
    action = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    record = {
        "id": str(page.editorial_records.get().pk),
        "organisation": str(federation.pk),
        "audience": "parent",
    }
    kept = nested_form_data({"editorial_records": inline_formset([record], initial=1)})
    changed = {**complete_guide(federation, title="换个标题", **action), **kept}
    assert "请再看一遍" in client.post(edit_url(page), changed, follow=True).content.decode()
    page = GuidePage.objects.get()
    assert not page.live
    page.current_workflow_task_state.approve(user=reviewer)
    request = rf.post(edit_url(page), action)
    request.session = {}
    request._messages = FallbackStorage(request)
    say_it_is_public(request, page)
    assert "《换个标题》已批准，已公开" in str(next(iter(request._messages)))
