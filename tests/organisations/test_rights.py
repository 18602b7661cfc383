"""Rights in the admin: sections apart, editors write, reviewers publish, officers withdraw."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Task, Workflow, WorkflowPage
from wagtail.permissions import policy_registry

from media.models import PortalDocument, PortalImage, PortalMedia
from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations import services
from portal.organisations.models import EditorialRecord, Role
from portal.taxonomy.models import Topic
from tests.factories.people import UserFactory, member

pytestmark = pytest.mark.django_db
MODELS = (PortalImage, PortalDocument, PortalMedia)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
@pytest.mark.parametrize(("own", "foreign"), [("jyj", "fulian"), ("fulian", "jyj"), ("han", "jyj")])
def test_bodies_open_only_their_own_pages(client, house, role, own, foreign):
    bodies = {"jyj": house.bureau, "fulian": house.women, "han": house.base}
    client.force_login(member(role, bodies[own]))
    assert client.get(f"/admin/pages/{house.pages[own].pk}/edit/").status_code == 200
    refused = client.get(f"/admin/pages/{house.pages[foreign].pk}/edit/")
    assert refused.status_code in (302, 403)
    assert "edit" not in refused.headers.get("Location", "")


def test_an_editor_writes_and_a_reviewer_publishes(house):
    page = house.pages["jyj"]
    editor, reviewer = member(Role.EDITOR, house.bureau), member(Role.REVIEWER, house.bureau)
    writes, decides = page.permissions_for_user(editor), page.permissions_for_user(reviewer)
    assert writes.can_edit()
    assert writes.can_add_subpage()
    assert writes.can_submit_for_moderation()
    assert not writes.can_publish()
    assert not writes.can_unpublish()
    assert decides.can_edit()
    assert decides.can_publish()
    assert decides.can_lock()
    assert decides.can_unpublish()


def test_an_editors_publish_request_does_not_publish(client, house):
    page = house.pages["jyj"]
    page.unpublish()
    client.force_login(member(Role.EDITOR, house.bureau))
    body = {"body-count": "0", "editorial_records-TOTAL_FORMS": "0", "editorial_records-INITIAL_FORMS": "0"}
    data = {"title": "改", "slug": "one", **body, "action-publish": "1"}
    client.post(f"/admin/pages/{page.pk}/edit/", data)
    assert not Page.objects.get(pk=page.pk).live


def test_the_workflow_goes_to_the_own_reviewers(house):
    page = house.pages["fulian"]
    workflow = page.get_workflow()
    assert workflow.name == "妇联内容审核"
    editor, reviewer = member(Role.EDITOR, house.women), member(Role.REVIEWER, house.women)
    stranger = member(Role.REVIEWER, house.bureau)
    page.save_revision(user=editor)
    state = workflow.start(page, editor)
    task = state.current_task_state.task.specific
    assert isinstance(task, GroupApprovalTask)
    assert task.user_can_access_editor(page, reviewer)
    assert not task.get_actions(page, stranger)
    assert not task.get_actions(page, editor)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
@pytest.mark.parametrize("model", MODELS)
def test_files_belong_to_bodies(house, role, model):
    user = member(role, house.bureau)
    policy = policy_registry.get_by_type(model)
    own, foreign = ({"title": "x", "collection": body.collection} for body in (house.bureau, house.women))
    assert policy.user_has_permission(user, "add")
    assert policy.user_has_permission_for_instance(user, "change", model(**own))
    assert not policy.user_has_permission_for_instance(user, "change", model(**foreign))


def test_the_officer_locks_and_withdraws_but_edits_no_page(house):
    officer = member(Role.OFFICER, house.bureau)
    house.pages["fulian"].save_revision().publish()
    tester = Page.objects.get(pk=house.pages["fulian"].pk).permissions_for_user(officer)
    assert tester.can_unpublish()
    assert tester.can_lock()
    assert not tester.can_edit()
    assert not tester.can_delete()
    policy = policy_registry.get_by_type(Topic)
    assert policy.user_has_permission(officer, "change")
    assert not policy.user_has_permission(officer, "delete")
    assert officer.has_perm("home.change_alertbanner")


def test_granting_twice_changes_nothing(house):
    def counts():
        return [
            model.objects.count()
            for model in (Group, GroupPagePermission, Workflow, GroupApprovalTask, WorkflowPage)
        ]

    before = counts()
    for body in (house.bureau, house.women, house.base):
        section = house.pages[body.code].get_parent()
        services.grant_section(body, section)
    services.grant_officer_rights()
    services.grant_administrator_rights()
    assert counts() == before


def test_a_renamed_body_keeps_its_groups(house):
    before = house.women.editors_id
    house.women.short_name = "妇女联合会"
    house.women.save()
    editors, _ = services.ensure_body_groups(house.women)
    assert (editors.pk, editors.name) == (before, "编辑·妇女联合会")


def test_withdrawing_takes_a_page_and_what_is_below_off_the_site(client, house):
    section = house.pages["fulian"].get_parent()
    EditorialRecord.objects.create(page=section, organisation=house.women)
    editor = member(Role.EDITOR, house.women)
    client.force_login(member(Role.OFFICER, house.bureau))
    address = f"/desk/pages/{section.pk}/withdraw/"
    assert "还有 1 个页面" in client.get(address).content.decode()
    assert "请写明原因" in client.post(address, {"reason": ""}).content.decode()
    done = client.post(address, {"reason": "有一处史实要核对", "with_children": "on"}).content.decode()
    assert "共 2 个" in done
    assert not Page.objects.filter(pk__in=[section.pk, house.pages["fulian"].pk], live=True).exists()
    assert AuditEvent.objects.filter(action="page.withdrawn").count() == 2
    assert "有一处史实要核对" in OutgoingMessage.objects.get(recipient=editor).body
    again = client.post(address, {"reason": "x"}).content.decode()
    assert "不用再撤" in again


def test_the_front_page_cannot_be_withdrawn(house):
    root = Page.objects.get(sites_rooted_here__is_default_site=True)
    officer = member(Role.OFFICER, house.bureau)
    with pytest.raises(services.WithdrawalRefused, match="首页不能撤下"):
        services.withdraw_page(root, actor=officer, reason="x")
    with pytest.raises(services.WithdrawalRefused, match="没有权限"):
        services.withdraw_page(house.home, actor=member(Role.REVIEWER, house.bureau), reason="x")


def test_a_locked_page_can_be_withdrawn(house):
    page = house.pages["jyj"]
    page.locked, page.locked_by = True, UserFactory()
    page.save()
    officer = member(Role.OFFICER, house.bureau)
    assert services.withdraw_page(page, actor=officer, reason="x") == 1


def test_stock_groups_go_unless_used(roles):
    services.remove_stock_groups()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()
    assert not Task.objects.filter(name="Moderators approval").exists()
    Group.objects.create(name="Editors").user_set.add(UserFactory())
    services.remove_stock_groups()
    assert Group.objects.filter(name="Editors").exists()


def test_a_stock_workflow_somebody_used_keeps_its_history(house):
    page = house.pages["jyj"]
    stock = Workflow.objects.get(name="Moderators approval")
    WorkflowPage.objects.filter(page=page).update(workflow=stock)
    page.save_revision()
    state = stock.start(page, UserFactory())
    for _ in range(2):
        services.remove_stock_groups()
    state.refresh_from_db()
    assert (state.status, state.workflow.name) == ("cancelled", "原有审核流程（停用）")
    assert not Workflow.objects.filter(name="原有审核流程（停用）", active=True).exists()
    assert Task.objects.filter(name="原有审核流程（停用）", active=False).count() == 1


def test_a_workflow_an_editor_renamed_is_left_alone(roles):
    Workflow.objects.filter(name="Moderators approval").update(name="值班审核")
    services.remove_stock_groups()
    assert Workflow.objects.filter(name="值班审核", active=True).exists()
