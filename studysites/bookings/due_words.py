"""What is due, in words a person at a desk reads at a glance. Pure."""

from datetime import datetime

from portal.shared.templatetags.portal_ui import cn_date_short, cn_time

from .dates import ZONE


def due_words(what: str, due_at: datetime | None, now: datetime) -> str:
    """Return 请在 11-23 周一 23:59 前答复, or 应在 … 前答复，已超 2 天 when it is late.

    ``what`` is the verb, such as 答复; days are those of the calendar; nothing due gives an empty string.
    """
    if due_at is None:
        return ""
    local = due_at.astimezone(ZONE)
    moment = f"{cn_date_short(local)} {cn_time(local)} 前"
    if due_at >= now:
        return f"请在 {moment}{what}"
    days = (now.astimezone(ZONE).date() - local.date()).days
    return f"应在 {moment}{what}，" + (f"已超 {days} 天" if days else "已超时")
