"""What the starter content wrote, so that a second load changes nothing and undoes no edit."""

from django.db import models


class LoadedItem(models.Model):
    """One starter item that was loaded once; it is never touched again, even when deleted by hand."""

    key = models.CharField(max_length=120, unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
