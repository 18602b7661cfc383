"""Taking a page off the site at once, whoever owns it."""

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Site

from portal.accounts.messaging import tell
from portal.accounts.models import User
from portal.audit.services import record_event

from ..models import EditorialRecord, Membership, MembershipState, Role
from ..policies import can_withdraw_pages


class WithdrawalRefused(Exception):
    """The page cannot be withdrawn; the text is plain Chinese."""


@transaction.atomic
def withdraw_page(page: Page, *, actor: User, reason: str, with_children: bool = False) -> int:
    """Unpublish a page, a locked one too, and return how many pages went off the site.

    ``with_children`` takes the live pages below along. Content and history are kept; the body's
    reviewers can publish again. Raises WithdrawalRefused for people without the right, for a page
    that is not live, for a site's front page and for an empty reason.
    """
    if not can_withdraw_pages(actor):
        raise WithdrawalRefused("您没有权限撤下页面。")
    if not reason.strip():
        raise WithdrawalRefused("请写明撤下的原因，留作记录。")
    if Site.objects.filter(root_page_id=page.pk).exists() or page.is_root():
        raise WithdrawalRefused("首页不能撤下，否则整个网站都打不开。")
    fresh = Page.objects.select_for_update().get(pk=page.pk).specific
    below = list(fresh.get_descendants().live().specific()) if with_children else []
    if not fresh.live:
        raise WithdrawalRefused("这个页面已经不在网站上了，不用再撤。")
    for item in [*reversed(below), fresh]:
        UnpublishPageAction(item, user=actor).execute(skip_permission_checks=True)
        record_event(action="page.withdrawn", target=item, actor=actor)
    tell_owners(fresh, reason.strip())
    return len(below) + 1


def tell_owners(page: Page, reason: str) -> None:
    """Tell editors and reviewers of the owning body why their page went off the site."""
    owners = EditorialRecord.objects.filter(page_id=page.pk).values("organisation")
    memberships = Membership.objects.filter(
        organisation__in=owners, role__in=(Role.EDITOR, Role.REVIEWER), state=MembershipState.ACTIVE
    )
    for person in User.objects.filter(is_active=True, memberships__in=memberships).distinct():
        kept = "内容和修改记录都还在，改好后可以重新提交发布。"
        body = f"《{page.title}》已从网站撤下。\n\n原因：{reason}\n\n{kept}"
        tell(person, kind="page.withdrawn", subject="一个页面已撤下", body=body)
