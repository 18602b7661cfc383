"""Keeps reports and their answers; the only writer of corrections."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.notifications.services import queue_message

from ..models import Correction
from ..models.corrections import PATH_LENGTH
from .policies import keepers_of


class AnswerMissing(ValueError):
    """A report is closed without a word for its sender."""


def page_at(path: str) -> Page | None:
    """Return the live public page of the default site at a path such as ``/lessons/``, or None."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return None
    bare = path.split("?")[0].strip("/")
    url_path = f"{site.root_page.url_path}{bare}/" if bare else site.root_page.url_path
    return Page.objects.live().public().filter(url_path=url_path).first()


def report_error(*, path: str, text: str, contact: str = "") -> Correction:
    """Keep one report about ``path`` (a path of this site) and tell who keeps that page.

    ``contact`` is an e-mail address or empty. Of the path 300 characters are kept.
    """
    with transaction.atomic():
        correction = Correction.objects.create(
            page=page_at(path), path=path[:PATH_LENGTH], text=text, contact=contact
        )
        tell_keepers(correction)
    return correction


def tell_keepers(correction: Correction) -> None:
    """Queue a word to those who can put the page right; the reader's text stays in the admin."""
    for person in keepers_of(correction.page_id):
        queue_message(
            kind="correction.reported",
            recipient=person,
            subject=f"读者纠错：{correction.subject()}",
            body=(
                f"有读者指出“{correction.subject()}”可能有误，等您核对。"
                f"请登录内容管理后台，在“纠错”里查看和答复：{settings.PORTAL_BASE_URL}/admin/"
            ),
        )


def answer_correction(*, correction_id: int, state: str, answer: str, actor: User) -> Correction:
    """Set state and answer of a report; the first time it is closed, tell its sender if there is an address.

    ``handled_at`` is the moment it was last closed; re-opening clears it, a second answer keeps it.
    Raise AnswerMissing when a report with an address is closed without an answer, Correction.DoesNotExist
    for no such report.
    """
    with transaction.atomic():
        correction = Correction.objects.select_for_update().get(pk=correction_id)
        was_open = correction.state == Correction.State.NEW
        closes = was_open and state != Correction.State.NEW
        if closes and correction.contact and not answer.strip():
            raise AnswerMissing("提交人留了邮箱，请写一句处理说明，系统会发给对方。")
        correction.state, correction.answer = state, answer.strip()
        if state == Correction.State.NEW:
            correction.handled_at = None
        elif closes:
            correction.handled_at = timezone.now()
        correction.save(update_fields=["state", "answer", "handled_at"])
        record_event(action="correction.answered", target=correction, actor=actor, state=state)
        if closes and correction.contact:
            tell_sender(correction)
    return correction


def tell_sender(correction: Correction) -> None:
    """Queue the mail with the answer; it quotes the answer, not what the reader wrote."""
    outcome = Correction.State(correction.state).label
    queue_message(
        kind="correction.answered",
        subject=f"您的纠错已处理：{outcome}",
        body=(
            f"您好！\n\n您在本平台提交的纠错（页面 {correction.path}）已处理，结果：{outcome}。\n\n"
            f"处理说明：{correction.answer}\n\n感谢您帮助我们把内容做得更准确。"
        ),
        to_address=correction.contact,
    )
