"""Rows the portal writes by the thousand."""

from django.db import models


class DailyRow(models.Model):
    """A row nobody writes pages' links into.

    Without this every save would queue one of Wagtail's tasks that looks through the row for
    references to pages, pictures and files.
    """

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
