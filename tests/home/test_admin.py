"""The admin under our own name: first page, menus, due work by role."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from home.corrections.services import report_error
from portal.organisations.models import EditorialRecord, Role
from portal.organisations.services.grants import ensure_collection
from tests.factories.people import OrganisationFactory, UserFactory, member
from tests.factories.pictures import make_picture
from tests.factories.visits import make_member

from .conftest import add_lesson

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


def with_door(user):
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def test_the_admin_bears_our_name_and_mark(client, town):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    html = client.get(ADMIN).content.decode()
    assert "德育与研学资源平台" in html and "portal/img/seal.svg" in html
    assert "/bangzhu/" in html and "操作手册" in html
    for foreign in ("guide.wagtail.org", "docs.wagtail.org", "wagtail.org/"):
        assert foreign not in html, foreign


def test_an_officer_finds_the_bookings_of_the_city(client, town):
    client.force_login(with_door(make_member(Role.OFFICER, OrganisationFactory(kind="bureau"))))
    html = client.get(ADMIN).content.decode()
    assert html.count("/desk/bureau/") >= 2 and "里写课例" not in html
    client.force_login(with_door(make_member(Role.EDITOR, OrganisationFactory())))
    html = client.get(ADMIN).content.decode()
    assert "/desk/bureau/" not in html and "里写课例" in html


def test_open_reports_wait_for_those_who_may_answer(client, town):
    report_error(path="/lessons/x/", text="错字")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert "待处理的纠错：1 条" in client.get(ADMIN).content.decode()
    client.force_login(with_door(UserFactory()))
    assert "待处理的纠错" not in client.get(ADMIN).content.decode()


def test_pages_to_review_are_shown_to_their_own_body(client, town):
    body = OrganisationFactory()
    lesson = add_lesson(town, "该复审的课")
    overdue = timezone.localdate() - timedelta(days=1)
    EditorialRecord.objects.create(page=lesson.page_ptr, organisation=body, review_by=overdue)
    client.force_login(with_door(make_member(Role.EDITOR, body)))
    html = client.get(ADMIN).content.decode()
    assert "该复审的课" in html and "已过期" in html
    client.force_login(with_door(make_member(Role.EDITOR, OrganisationFactory())))
    assert "该复审的课" not in client.get(ADMIN).content.decode()


def test_settings_have_chinese_names(client, town):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    html = client.get("/admin/settings/home/footersettings/", follow=True).content.decode()
    for words in ("页脚", "主办单位", "ICP 备案号", "党政机关网站标识图"):
        assert words in html
    assert "全站通知条" in client.get("/admin/settings/home/alertbanner/", follow=True).content.decode()


def test_an_empty_footer_is_a_task_for_administrators_only(client, town):
    assert "待填写" not in client.get("/").content.decode()
    client.force_login(UserFactory())
    assert "待填写" not in client.get("/").content.decode()
    client.force_login(UserFactory(is_superuser=True))
    assert "待填写：主办单位、联系方式" in client.get("/").content.decode()


def test_the_counts_of_files_are_those_of_the_listing(client, town):
    body = OrganisationFactory()
    collection = ensure_collection(body)
    own, _ = make_picture(), make_picture()
    own.collection = collection
    own.save()
    client.force_login(with_door(member(Role.EDITOR, body)))
    html = client.get(ADMIN).content.decode()
    assert re.search(r"1 (张|个)?图", html)
