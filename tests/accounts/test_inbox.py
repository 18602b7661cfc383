"""站内通知: one's own messages, unread first, read by opening; links lead nowhere but here."""

from datetime import timedelta

import pytest
from django.core.mail import get_connection, send_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.upkeep import purge_expired
from portal.accounts.inbox import unread_count
from portal.accounts.message_text import message_html
from portal.notifications.models import OutgoingMessage
from portal.notifications.services import queue_message
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/account/messages/"


def write(user, subject="预约已确认", body="正文"):
    return queue_message(kind="t.t", subject=subject, body=body, recipient=user)


def page_of(message) -> str:
    return reverse("accounts:message", args=[message.pk])


@pytest.fixture
def reader(client):
    user = UserFactory(email="")
    client.force_login(user)
    return user


def test_visitors_are_sent_to_sign_in(client):
    message = write(UserFactory())
    for url in (LIST, page_of(message)):
        assert client.get(url).url.startswith("/account/login/")
    assert client.post(reverse("accounts:mark_read")).url.startswith("/account/login/")
    message.refresh_from_db()
    assert message.read_at is None


def test_anothers_message_is_not_found_and_stays_unread(client, reader):
    theirs = write(UserFactory(), subject="别人的通知")
    assert "别人的通知" not in client.get(LIST).content.decode()
    assert client.get(page_of(theirs)).status_code == 404
    assert client.get("/account/messages/999999/").status_code == 404
    client.post(reverse("accounts:mark_read"))
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_opening_a_message_reads_it_once(client, reader):
    message = write(reader, body="第一行\n\n<b>第二行</b>")
    response = client.get(page_of(message))
    page = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "<p>第一行</p>" in page and "&lt;b&gt;第二行&lt;/b&gt;" in page
    message.refresh_from_db()
    first = message.read_at
    assert first is not None
    client.get(page_of(message))
    message.refresh_from_db()
    assert message.read_at == first


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_a_page_loaded_ahead_of_a_click_is_not_read(client, reader, header):
    message = write(reader)
    assert client.get(page_of(message), headers={header: "prefetch;prerender"}).status_code == 200
    assert client.head(page_of(message)).status_code == 200
    assert unread_count(reader) == 1


def test_unread_ones_come_first_and_pages_hold_twenty(client, reader):
    old, *newer = [write(reader, subject=f"第 {number} 条") for number in range(21)]
    OutgoingMessage.objects.filter(pk__in=[message.pk for message in newer]).update(read_at=timezone.now())
    first, second = (client.get(f"{LIST}?page={number}").context["page"] for number in (1, 2))
    assert [message.pk for message in first][:2] == [old.pk, newer[-1].pk]
    assert (len(first), len(second)) == (20, 1)
    assert client.get(f"{LIST}?page=nonsense").status_code == 200


def test_all_are_read_by_one_click_and_never_by_a_link(client, reader):
    write(reader), write(reader)
    assert "2 条未读" in client.get(LIST).content.decode()
    assert client.get(reverse("accounts:mark_read")).status_code == 405
    assert unread_count(reader) == 2
    page = client.post(reverse("accounts:mark_read"), follow=True).content.decode()
    assert "2 条通知已标为已读" in page and "全部标为已读" not in page
    assert unread_count(reader) == 0


def test_an_empty_inbox_says_what_will_come(client, reader):
    page = client.get(LIST).content.decode()
    assert "还没有通知" in page and "您没有填写邮箱" in page and "全部标为已读" not in page


def test_a_reset_link_never_comes_here(client, reader):
    """Mails of the account itself go to the mailbox alone, also when the address is known."""
    user = UserFactory()
    backend = get_connection("portal.notifications.backends.OutboxEmailBackend")
    send_mail("重设密码", "链接", None, [user.email], connection=backend)
    client.force_login(user)
    assert "重设密码" not in client.get(LIST).content.decode()
    assert client.get(page_of(OutgoingMessage.objects.get())).status_code == 404


def test_the_header_counts_for_signed_in_people_by_one_query(client, reader):
    assert "条未读" not in client.get("/account/profile/").content.decode()
    for _ in range(3):
        write(reader)
    with CaptureQueriesContext(connection) as caught:
        page = client.get("/account/profile/").content.decode()
    assert '<span class="badge badge-info num">3<span class="visually-hidden"> 条未读通知' in page
    assert "站内通知（3 条未读）" in page
    assert len([query for query in caught.captured_queries if "outgoingmessage" in query["sql"]]) == 1
    client.logout()
    with CaptureQueriesContext(connection) as caught:
        client.get("/account/login/")
    assert not [query for query in caught.captured_queries if "outgoingmessage" in query["sql"]]


def test_more_than_ninety_nine_are_shown_as_such(client, reader):
    OutgoingMessage.objects.bulk_create(
        OutgoingMessage(recipient=reader, kind="t.t", subject="通知", body="正文") for _ in range(101)
    )
    page = client.get(LIST).content.decode()
    assert "99+" in page and "99 条以上未读" in page


def test_a_message_without_its_text_is_no_longer_to_be_read(client, reader):
    message = write(reader, subject="旧通知")
    OutgoingMessage.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert purge_expired()["messages"] == 1
    assert unread_count(reader) == 0
    assert "旧通知" in client.get(page_of(message)).content.decode()


BASE = "https://portal.example.org"
LINKS = {
    f"请打开 {BASE}/desk/7/?a=1&b=2。": f'<a href="{BASE}/desk/7/?a=1&amp;b=2">',
    f"（{BASE}/desk/）": f'<a href="{BASE}/desk/">{BASE}/desk/</a>）',
    f"{BASE}/desk/.": f'<a href="{BASE}/desk/">{BASE}/desk/</a>.',
    f"首页：{BASE}": f'<a href="{BASE}">',
}
NO_LINKS = [
    "https://evil.example/x",
    f"{BASE}.evil.example/x",
    f"{BASE}@evil.example/x",
    f"{BASE}:8443/x",
    f"{BASE}\\@evil.example",
    "javascript:alert(1)",
    "//portal.example.org/x",
    "<a href='https://evil.example'>点这里</a>",
]


@pytest.mark.parametrize("body", LINKS)
def test_addresses_of_this_site_become_links(settings, body):
    settings.PORTAL_BASE_URL = BASE
    assert LINKS[body] in message_html(body)


@pytest.mark.parametrize("body", NO_LINKS)
def test_other_addresses_stay_text(settings, body):
    settings.PORTAL_BASE_URL = BASE
    assert "<a " not in message_html(body)


def test_quotes_and_markup_in_an_address_break_out_of_nothing(settings):
    settings.PORTAL_BASE_URL = BASE
    html = message_html(f'{BASE}/"onmouseover="x <script>1</script> {BASE}//evil.example/\'><b>')
    assert "<script" not in html and "<b>" not in html and '"onmouseover' not in html
    assert all(part.startswith(f'"{BASE}') for part in html.split("href=")[1:])
