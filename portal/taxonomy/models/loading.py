"""What a CSV load wrote, so that a reload never undoes an editor's change."""

from django.db import models


class LoadedTerm(models.Model):
    """Digest of one row as it was last loaded; a row that differs now was changed by hand."""

    vocabulary = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="one_load_per_term")]

    def __str__(self) -> str:
        return f"{self.vocabulary}:{self.code}"
