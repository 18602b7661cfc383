"""Readers report, editors answer, senders hear of it."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from home.corrections.forms import local_path
from home.corrections.services import AnswerMissing, answer_correction, report_error
from home.models import Correction
from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import EditorialRecord, Role
from tests.factories.people import OrganisationFactory, UserFactory, member

from .conftest import add_lesson

pytestmark = pytest.mark.django_db
FORM = "/correction/"


def officer():
    """Somebody who may answer and nothing else."""
    user = UserFactory()
    wanted = ["access_admin", "change_correction", "view_correction"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    return user


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/lessons/a/?x=1", "/lessons/a/?x=1"),
        ("https://evil.example/a", ""),
        ("//evil.example/a", ""),
        ("javascript:alert(1)", ""),
        ("lessons/", ""),
        ("", ""),
    ],
)
def test_only_paths_of_this_site_are_kept(address, path):
    assert local_path(address) == path


def test_the_form_names_the_page_and_is_not_kept_by_caches(client, town):
    lesson = add_lesson(town)
    response = client.get(FORM, {"page": lesson.url})
    assert "宪法是根本法" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_page_nobody_may_see_is_not_named(client, town):
    lesson = add_lesson(town, "尚未公开的课", live=False)
    assert "尚未公开的课" not in client.get(FORM, {"page": f"/lessons/{lesson.slug}/"}).content.decode()


def test_a_report_is_kept_with_its_page(client, town):
    lesson = add_lesson(town)
    data = {"page": lesson.url, "text": "“珍爱”错写成“珍受”", "contact": "a@example.org"}
    response = client.post(FORM, data, follow=True)
    assert "已收到" in response.content.decode() and lesson.url in response.content.decode()
    kept = Correction.objects.get()
    assert (kept.page_id, kept.path, kept.state) == (lesson.pk, lesson.url, "new")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": ""}, "哪里有误"),
        ({"text": "学生 11010519491231002X"}, "身份证"),
        ({"text": "13800138000 13900139000"}, "手机号码"),
        ({"text": "错字", "contact": "nobody"}, "邮箱"),
    ],
)
def test_what_may_not_be_kept_comes_back_with_what_was_typed(client, town, data, words):
    html = client.post(FORM, {"page": "/", "contact": "", **data}).content.decode()
    assert words in html and data["text"] in html
    assert not Correction.objects.exists()


def test_floods_are_stopped_and_the_text_is_kept(client, town, monkeypatch):
    monkeypatch.setattr("home.corrections.limits.time", SimpleNamespace(time=lambda: 1_750_000_200))
    for _ in range(5):
        assert client.post(FORM, {"page": "/", "text": "错字"}).status_code == 302
    response = client.post(FORM, {"page": "/", "text": "第六条纠错"})
    assert response.status_code == 429
    assert "第六条纠错" in response.content.decode() and "十分钟" in response.content.decode()
    assert Correction.objects.count() == 5


def test_the_sender_is_told_once_and_the_answer_is_on_record(town):
    kept = report_error(path="/lessons/", text="错字", contact="a@example.org")
    actor = officer()
    for answer in ("已改正。", "又补充了一句。"):
        answer_correction(correction_id=kept.pk, state="fixed", answer=answer, actor=actor)
    message = OutgoingMessage.objects.get(kind="correction.answered")
    assert message.to_address == "a@example.org" and "已改正。" in message.body
    event = AuditEvent.objects.filter(action="correction.answered").first()
    assert event.data == {"state": "fixed"}


def test_without_an_address_nobody_is_written_to(town):
    kept = report_error(path="/", text="错字")
    answer_correction(correction_id=kept.pk, state="kept", answer="", actor=officer())
    assert not OutgoingMessage.objects.exists()


def test_a_sender_with_an_address_is_owed_a_word(town):
    kept = report_error(path="/", text="错字", contact="a@example.org")
    with pytest.raises(AnswerMissing):
        answer_correction(correction_id=kept.pk, state="fixed", answer=" ", actor=officer())
    kept.refresh_from_db()
    assert kept.state == "new"


def test_the_moment_of_handling_is_kept_until_a_report_is_opened_again(town):
    """A second answer does not move it; re-opening clears it."""
    kept = report_error(path="/", text="错字")
    moments = []
    for state in ("fixed", "kept", "new", "fixed"):
        changed = answer_correction(correction_id=kept.pk, state=state, answer="看过了", actor=officer())
        moments.append(changed.handled_at)
    first, second, opened, last = moments
    assert first is not None and second == first
    assert opened is None and last > first


def test_officers_answer_in_the_admin_and_change_nothing_else(client, town):
    kept = report_error(path="/lessons/", text="错字原文", contact="a@example.org")
    client.force_login(officer())
    viewset = Correction.snippet_viewset
    listing = client.get(reverse(viewset.get_url_name("list"))).content.decode()
    assert "/lessons/" in listing
    edit = reverse(viewset.get_url_name("edit"), args=[kept.pk])
    assert "错字原文" in client.get(edit).content.decode()
    assert client.post(edit, {"state": "fixed", "answer": ""}).status_code == 200
    assert client.post(edit, {"state": "fixed", "answer": "已改正。", "text": "换掉"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.answer, kept.text) == ("fixed", "已改正。", "错字原文")
    assert OutgoingMessage.objects.filter(kind="correction.answered").count() == 1


def test_nobody_adds_or_deletes_a_report_in_the_admin(client, town):
    kept = report_error(path="/", text="错字")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    viewset = Correction.snippet_viewset
    for name, args in (("add", []), ("delete", [kept.pk])):
        assert client.post(reverse(viewset.get_url_name(name), args=args), {"text": "x"}).status_code != 200
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("address", ["http://[", "//[", "/\\evil.example", "//evil.example", "javascript:1"])
def test_an_address_that_is_no_path_of_this_site_is_dropped(address):
    """Half an IPv6 address is no error page; browsers read a backslash as a slash."""
    assert local_path(address) == ""


def keeper(role, body):
    user = member(role, body)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def test_those_who_keep_a_page_hear_of_its_reports_and_answer_them(client, town):
    body, other = OrganisationFactory(), OrganisationFactory()
    lesson = add_lesson(town)
    EditorialRecord.objects.create(page=lesson.page_ptr, organisation=body)
    editor, reviewer, stranger = (
        keeper(Role.EDITOR, body), keeper(Role.REVIEWER, body), keeper(Role.EDITOR, other)
    )  # fmt: skip
    kept = report_error(path=lesson.url, text="错字原文")
    told = OutgoingMessage.objects.filter(kind="correction.reported")
    assert {message.recipient for message in told} == {editor, reviewer}
    assert "宪法是根本法" in told[0].subject and "错字原文" not in told[0].body
    viewset = Correction.snippet_viewset
    listing, edit = (
        reverse(viewset.get_url_name("list")),
        reverse(viewset.get_url_name("edit"), args=[kept.pk]),
    )
    client.force_login(editor)
    assert "待处理的纠错：1 条" in client.get("/admin/").content.decode()
    assert "宪法是根本法" in client.get(listing).content.decode()
    assert "发到那个邮箱" in client.get(edit).content.decode()
    assert client.post(edit, {"state": "fixed", "answer": "已改正。"}).status_code == 302
    client.force_login(stranger)
    assert "宪法是根本法" not in client.get(listing).content.decode()
    assert "错字原文" not in client.get(edit, follow=True).content.decode()
    client.post(edit, {"state": "new", "answer": "改回去"})
    kept.refresh_from_db()
    assert (kept.state, kept.answer) == ("fixed", "已改正。")


def test_a_page_without_a_keeper_is_the_officers_to_look_at(town):
    officer_of_bureau = member(Role.OFFICER)
    report_error(path="/nowhere/", text="错字")
    assert OutgoingMessage.objects.get(kind="correction.reported").recipient == officer_of_bureau


def test_a_wide_address_is_short_and_readable_in_the_list(town):
    kept = report_error(path="/search/?q=%E7%8F%8D%E7%88%B1" + "%E7%94%9F%E5%91%BD" * 30, text="错字")
    assert kept.subject().startswith("/search/?q=珍爱") and len(kept.subject()) == 41
    assert len(kept.path) == 300
