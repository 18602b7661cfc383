"""One approval workflow a body: its reviewers decide what its editors submit."""

from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from ..models import Organisation
from .bodies import ensure_body_groups


@transaction.atomic
def ensure_workflow(organisation: Organisation) -> Workflow:
    """Return the body's workflow with one step, the approval of its reviewers; idempotent."""
    _, reviewers = ensure_body_groups(organisation)
    task, _ = GroupApprovalTask.objects.get_or_create(name=f"{organisation.short_name}审核")
    task.groups.set([reviewers])
    workflow, _ = Workflow.objects.get_or_create(name=f"{organisation.short_name}内容审核")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    return workflow


def attach_workflow(organisation: Organisation, page: Page) -> None:
    """Have pages of the section go through the body's workflow; a choice made by hand is kept."""
    WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": ensure_workflow(organisation)})
