"""Every desk and admin door against every role, and what the pages do."""

import pytest
from django.urls import reverse

from portal.organisations import services
from portal.organisations.models import Membership, MembershipState, Role
from tests.factories.people import (
    DistrictFactory,
    MembershipFactory,
    SchoolFactory,
    UserFactory,
    confirm_email,
    member,
)

pytestmark = pytest.mark.django_db

DESKS = {
    "approvals": "/desk/approvals/",
    "school": "/desk/school-approvals/",
    "members": "/desk/base-staff/",
    "admin": "/admin/",
    "schools": "/admin/snippets/organisations/school/",
    "import": "/admin/snippets/organisations/school/import/",
    "memberships": "/admin/snippets/organisations/membership/",
    "users": "/admin/users/",
    "notices": "/admin/snippets/accounts/privacynotice/",
}
OPEN = {
    "visitor": set(),
    "reader": set(),
    Role.COORDINATOR: {"school"},
    Role.BASE_STAFF: set(),
    Role.BASE_MANAGER: {"members"},
    Role.EDITOR: {"admin"},
    Role.REVIEWER: {"admin"},
    Role.OFFICER: {"approvals", "members", "admin", "schools", "import", "memberships"},
    "administrator": {
        "approvals",
        "members",
        "admin",
        "schools",
        "import",
        "memberships",
        "users",
        "notices",
    },
    "superuser": {"approvals", "members", "admin", "schools", "import", "memberships", "users", "notices"},
}


def person(who, house):
    """A user in the given role of the house."""
    if who == "administrator":
        user = UserFactory()
        user.groups.add(services.ensure_roles()["administrator"])
        return user
    if who == "superuser":
        return UserFactory(is_superuser=True)
    if who == "reader":
        return UserFactory()
    body = {Role.COORDINATOR: None, Role.BASE_STAFF: house.base, Role.BASE_MANAGER: house.base}
    return member(who, body.get(who, house.bureau))


@pytest.mark.parametrize("who", OPEN)
def test_each_door_opens_for_its_roles_only(client, house, who):
    if who != "visitor":
        client.force_login(person(who, house))
    for door, address in DESKS.items():
        response = client.get(address, follow=True)
        chain = [url for url, _ in response.redirect_chain]
        if door in OPEN[who]:
            assert (response.status_code, chain) == (200, []), door
        elif who == "visitor":
            assert chain[-1].startswith("/account/login/?next="), door
        else:
            assert response.status_code == 403 or chain[-1] in ("/admin/", "/account/"), door


@pytest.mark.parametrize("who", ["reader", Role.COORDINATOR, Role.BASE_MANAGER, Role.EDITOR, Role.REVIEWER])
def test_posts_are_refused_like_pages(client, house, who):
    request = services.request_membership(confirm_email(UserFactory()), SchoolFactory())
    client.force_login(person(who, house))
    for name, data in (("approve", {}), ("refuse", {"reason": "x"}), ("end_membership", {"reason": "x"})):
        assert client.post(reverse(f"organisations:{name}", args=[request.pk]), data).status_code == 403
    assert client.post(f"/desk/pages/{house.home.pk}/withdraw/", {"reason": "x"}).status_code == 403
    request.refresh_from_db()
    assert request.state == MembershipState.PENDING


def test_school_is_found_without_script_and_asked_for(client, roles):
    user = UserFactory()
    client.force_login(user)
    here = DistrictFactory(code="411302", name="宛城区")
    school = SchoolFactory(name="示例第二初级中学", district=here)
    SchoolFactory(name="别处第二初级中学")
    page = client.get("/account/school/", {"district": "411302", "q": "第二"}).content.decode()
    assert "示例第二初级中学" in page
    assert "别处第二初级中学" not in page
    done = client.post("/account/school/", {"school": school.pk}, follow=True).content.decode()
    assert "审批结果会通知您" in done
    again = client.post("/account/school/", {"school": school.pk}, follow=True).content.decode()
    assert "正在等审批" in again
    request = Membership.objects.get(user=user)
    client.post(f"/account/school/{request.pk}/withdraw/")
    request.refresh_from_db()
    assert request.state == MembershipState.ENDED


@pytest.mark.parametrize("school", ["", "x", "²", "999999"])
def test_a_choice_that_is_none_is_answered_plainly(client, school):
    client.force_login(UserFactory())
    assert client.post("/account/school/", {"school": school}).status_code in (302, 404)
    assert not Membership.objects.exists()


def test_fifty_schools_are_shown_at_most(client):
    district = DistrictFactory()
    SchoolFactory.create_batch(51, district=district)
    client.force_login(UserFactory())
    page = client.get("/account/school/", {"district": district.code}).content.decode()
    assert page.count('type="radio"') == 50
    assert "只显示前 50 所" in page


def test_nobody_withdraws_anothers_request(client, roles):
    request = services.request_membership(UserFactory(), SchoolFactory())
    client.force_login(UserFactory())
    assert client.post(f"/account/school/{request.pk}/withdraw/").status_code == 404


def test_the_officer_sees_who_has_confirmed_and_decides(client, roles):
    officer = member(Role.OFFICER)
    client.force_login(officer)
    ready = services.request_membership(confirm_email(UserFactory(last_name="准备好")), SchoolFactory())
    services.request_membership(UserFactory(last_name="没确认"), SchoolFactory())
    page = client.get("/desk/approvals/").content.decode()
    assert page.count("批准</button>") == 1
    assert "确认邮箱后才能批准" in page
    done = client.post(f"/desk/approvals/{ready.pk}/approve/", follow=True).content.decode()
    assert "已批准" in done
    late = client.post(f"/desk/approvals/{ready.pk}/approve/", follow=True).content.decode()
    assert "已经处理过" in late
    assert "准备好" in client.get("/desk/approvals/?list=history").content.decode()


def test_a_refusal_without_a_reason_comes_back(client, roles):
    client.force_login(member(Role.OFFICER))
    request = services.request_membership(UserFactory(), SchoolFactory())
    page = client.post(f"/desk/approvals/{request.pk}/refuse/", {"reason": ""}).content.decode()
    assert "请写明原因" in page
    client.post(f"/desk/approvals/{request.pk}/refuse/", {"reason": "不是本校老师"})
    request.refresh_from_db()
    assert (request.state, request.reason) == (MembershipState.REFUSED, "不是本校老师")


def test_coordinators_see_the_own_school_only_and_never_a_first_one(client, roles):
    mine = member(Role.COORDINATOR)
    school = mine.memberships.get().school
    services.request_membership(confirm_email(UserFactory(last_name="本校同事")), school)
    services.request_membership(confirm_email(UserFactory(last_name="外校首位")), SchoolFactory())
    client.force_login(mine)
    page = client.get("/desk/school-approvals/").content.decode()
    assert "本校同事" in page
    assert "外校首位" not in page


def test_the_list_asks_few_questions(client, roles, django_assert_max_num_queries):
    client.force_login(member(Role.OFFICER))
    for row in MembershipFactory.create_batch(20, state=MembershipState.PENDING):
        confirm_email(row.user)
    client.get("/desk/approvals/")
    with django_assert_max_num_queries(30):
        client.get("/desk/approvals/")


def test_a_manager_adds_and_ends_own_staff(client, house):
    client.force_login(member(Role.BASE_MANAGER, house.base))
    person = UserFactory(email="zhiban@example.org")
    page = client.post("/desk/base-staff/", {"account": "nobody", "role": Role.BASE_STAFF}).content.decode()
    assert "找不到这个账号" in page
    client.post("/desk/base-staff/", {"account": "ZHIBAN@example.org", "role": Role.BASE_STAFF})
    membership = Membership.objects.get(user=person, role=Role.BASE_STAFF, organisation=house.base)
    assert client.get("/desk/base-staff/?body=jyj").status_code == 404
    assert client.get(f"/desk/memberships/{membership.pk}/end/").status_code == 200
    client.post(f"/desk/memberships/{membership.pk}/end/", {"reason": "已调岗"})
    membership.refresh_from_db()
    assert membership.state == MembershipState.ENDED
    forbidden = {"account": person.username, "role": Role.BASE_MANAGER}
    assert client.post("/desk/base-staff/", forbidden).status_code == 200
    assert not Membership.objects.filter(role=Role.BASE_MANAGER, user=person).exists()


def test_searching_schools_without_words_shows_the_first_ones(client):
    client.force_login(UserFactory())
    for number in range(51):
        SchoolFactory(name=f"第{number}小学")
    assert "第二步" not in client.get("/account/school/").content.decode()
    html = client.get("/account/school/", {"district": "", "q": ""}).content.decode()
    assert "只显示前 50 所" in html


def test_an_officer_sees_everywhere_how_many_wait(client, house):
    officer = member(Role.OFFICER, house.bureau)
    client.force_login(officer)
    assert "条待审批" not in client.get("/account/").content.decode()
    services.request_membership(confirm_email(UserFactory()), SchoolFactory())
    assert "联络员审批（1 条待审批）" in client.get("/account/messages/").content.decode()
