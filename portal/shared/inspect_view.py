"""One row of the admin to be read: moments in local time, a dash for nothing."""

from datetime import datetime
from typing import Any

from wagtail.admin.views.generic import InspectView

from .templatetags.portal_ui import cn_date, cn_time


class LocalTimeInspectView(InspectView):
    """One row; Wagtail would print moments in UTC and empty fields as None."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Return moments in local time and a dash for nothing."""
        value = super().get_field_display_value(field_name, field)
        raw = getattr(self.object, field_name)
        if isinstance(raw, datetime):
            return f"{cn_date(raw)} {cn_time(raw)}"
        return value or "—"
