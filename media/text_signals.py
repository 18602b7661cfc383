"""When a file changes its text is read anew, by a job after the commit; signals do nothing else here.

``file_text_changed`` is sent with ``item_id`` and the model as sender whenever the text an item has is
another one, none included, or is shown under another name; inside the changing transaction.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import Signal

file_text_changed = Signal()


def connect() -> None:
    """Connect once for each model; harmless when called again."""
    from .models import PortalDocument, PortalMedia

    for model in (PortalDocument, PortalMedia):
        name = model._meta.model_name
        pre_save.connect(before_save, sender=model, dispatch_uid=f"text-before-{name}")
        post_save.connect(after_save, sender=model, dispatch_uid=f"text-after-{name}")
        post_delete.connect(after_delete, sender=model, dispatch_uid=f"text-gone-{name}")


def before_save(sender: type, instance: Any, **kwargs: Any) -> None:
    """Take an item's text away when its content is about to be another."""
    from .models import PortalMedia

    if isinstance(instance, PortalMedia):
        known = sender.objects.filter(pk=instance.pk).values_list("captions", flat=True).first()  # type: ignore[attr-defined]
        changed = known is not None and known != instance.captions
    else:
        changed = bool(instance.file) and not instance.file._committed
    if changed:
        instance.file_text = None


def after_save(sender: type, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Tell those who show the item, and have its text read when it has none."""
    from .tasks import read_file_text

    if update_fields and not {"title", "file", "collection", "captions", "file_text"} & set(update_fields):
        return
    file_text_changed.send(sender=sender, item_id=instance.pk)
    if instance.file_text_id is None and (instance._meta.model_name != "portalmedia" or instance.captions):
        # The row of the job is seen by workers after the commit, and by nobody without it.
        model = "media" if instance._meta.model_name == "portalmedia" else "document"
        read_file_text.enqueue(model, instance.pk)


def after_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    """Forget the text of a deleted item."""
    from .file_texts import drop_unused

    file_text_changed.send(sender=sender, item_id=instance.pk)
    drop_unused()
