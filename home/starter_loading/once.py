"""Loading an item once: the key is written in the item's own transaction."""

from collections.abc import Callable

from django.db import transaction

from home.models import LoadedItem


def load_once(key: str, load: Callable[[], object]) -> bool:
    """Run ``load`` unless an item of this key was loaded before; return whether it ran.

    Item and key are one transaction, so a broken load leaves neither. A deleted item is not
    brought back: its key stays.
    """
    with transaction.atomic():
        if LoadedItem.objects.filter(key=key).exists():
            return False
        load()
        LoadedItem.objects.create(key=key)
    return True
