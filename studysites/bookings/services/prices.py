"""A base's managers set prices. A price is never rewritten: its row ends and a new one begins."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_manage_sessions
from portal.shared.templatetags.portal_ui import cn_date_plain

from ..dates import ZONE
from ..exceptions import BookingRefused
from ..models import PriceItem
from ..policies import check_texts
from ..selectors import programme_owner
from .short_writes import write

# ¥10,000 for one pupil, adult or group; above it somebody typed fen for yuan.
HIGHEST_FEN = 1_000_000
LABEL_LENGTH, NOTE_LENGTH = 40, 100
ONE_DAY = timedelta(days=1)
CHANGED = "这个项目的价格刚刚被另一位负责人改过，您的修改没有保存。请看最新的价格，再决定要不要改。"


def set_price(
    *,
    actor: User,
    programme_id: int,
    label: str,
    per: str,
    amount_fen: int,
    note: str = "",
    valid_from: date | None = None,
    key: str = "",
) -> PriceItem:
    """Begin a price on ``valid_from`` (today by default) and end the one in force the day before.

    ``per`` is a PriceItem.Per, ``amount_fen`` 0 to 1,000,000 fen; 0 is shown as free of charge. The same
    price again writes nothing and is returned. Managers of the programme's base only. Raises
    BookingRefused ``not_allowed``, ``price_invalid``, ``personal_data``, ``price_past``,
    ``price_announced`` (a later price waits already), ``price_changed``, ``key_reused``, ``busy``.
    """

    def work() -> PriceItem:
        check_manager(actor, programme_id)
        values = checked_values(label, per, amount_fen, note)
        return begin_price(actor, programme_id, values, checked_first(valid_from))

    what = {"label": label, "per": per, "fen": amount_fen, "note": note}
    body = {"programme": programme_id, "first": valid_from, **what}
    try:
        return write(work, actor=actor, action="price.set", key=key, body=body)
    except IntegrityError as error:
        raise BookingRefused("price_changed", CHANGED) from error


def checked_first(valid_from: date | None) -> date:
    """Return the first day of a price, today by default; refuse ``price_past``."""
    today = timezone.localdate(timezone=ZONE)
    if valid_from is not None and valid_from < today:
        raise BookingRefused("price_past", "价格不能从过去的日期开始，公开的历史没有改动。请选今天或以后。")
    return valid_from or today


def begin_price(actor: User, programme_id: int, values: dict[str, Any], first: date) -> PriceItem:
    """End the open row of the same thing and write the new one."""
    open_rows = PriceItem.objects.filter(programme_id=programme_id, valid_until=None)
    old = open_rows.filter(label=values["label"], per=values["per"]).first()
    if old is not None:
        if (old.amount_fen, old.note) == (values["amount_fen"], values["note"]):
            return old
        if old.valid_from > first:
            raise BookingRefused(
                "price_announced",
                f"“{old.label}”已公布从 {cn_date_plain(old.valid_from)}起的新价格，没有改动。"
                "请先停用那个价格，再填新的。",
            )
        end_row(old, max(old.valid_from, first - ONE_DAY))
    sort = old.sort if old is not None else open_rows.count()
    item = PriceItem.objects.create(programme_id=programme_id, valid_from=first, sort=sort, **values)
    record_event(
        action="price.set", target=item, actor=actor, fen=item.amount_fen, per=item.per, first=str(first)
    )
    return item


def remove_price(*, actor: User, price_id: int, key: str = "") -> str:
    """Charge it no longer and return its name: the price ends today; one announced for later is withdrawn.

    Withdrawing leaves the price before it in force. Managers only. Raises BookingRefused
    ``not_allowed``, ``price_changed`` when it has ended already, ``key_reused``, ``busy``.
    """

    def work() -> str:
        item = PriceItem.objects.filter(pk=price_id).first()
        if item is None:
            raise BookingRefused("not_allowed")
        check_manager(actor, item.programme_id)
        end_price(actor, item)
        return item.label

    return write(work, actor=actor, action="price.ended", key=key, body={"price": price_id})


def end_price(actor: User, item: PriceItem) -> None:
    """End a running price or delete one that never began."""
    today = timezone.localdate(timezone=ZONE)
    record_event(action="price.ended", target=item, actor=actor, fen=item.amount_fen, per=item.per)
    if item.valid_from <= today:
        end_row(item, today)
        return
    if not PriceItem.objects.filter(pk=item.pk, valid_until=None).delete()[0]:
        raise BookingRefused("price_changed", CHANGED)
    same = PriceItem.objects.filter(programme_id=item.programme_id, label=item.label, per=item.per)
    before = same.filter(valid_until=item.valid_from - ONE_DAY).order_by("-valid_from", "-pk").first()
    if before is not None:
        same.filter(pk=before.pk).update(valid_until=None)


def end_row(item: PriceItem, last: date) -> None:
    """Give an open row its last day; of two who end it one wins."""
    if not PriceItem.objects.filter(pk=item.pk, valid_until=None).update(valid_until=last):
        raise BookingRefused("price_changed", CHANGED)


def check_manager(actor: User, programme_id: int) -> None:
    """Refuse ``not_allowed`` unless the actor manages the programme's base."""
    owner = programme_owner(programme_id)
    if owner is None or not can_manage_sessions(actor, owner.organisation_id):
        raise BookingRefused("not_allowed")


def checked_values(label: str, per: str, amount_fen: int, note: str) -> dict[str, Any]:
    """Return the tidied fields of a price; refuse ``price_invalid`` or ``personal_data``."""
    name = " ".join(label.split())
    words = note.strip()
    if not name or len(name) > LABEL_LENGTH or len(words) > NOTE_LENGTH:
        raise BookingRefused(
            "price_invalid", f"项目名称要填 1 到 {LABEL_LENGTH} 个字，说明最多 {NOTE_LENGTH} 个字。没有改动。"
        )
    if per not in PriceItem.Per.values:
        raise BookingRefused("price_invalid", "请选择计价单位。没有改动。")
    if not 0 <= amount_fen <= HIGHEST_FEN:
        raise BookingRefused(
            "price_invalid", f"金额要在 0 到 {HIGHEST_FEN // 100:,} 元之间。没有改动；免费请填 0。"
        )
    check_texts(label=name, note=words)
    return {"label": name, "per": per, "amount_fen": amount_fen, "note": words}
