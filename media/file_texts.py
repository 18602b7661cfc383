"""Reads the text of documents and captions once for each content and keeps it by place.

``read_item`` runs in a job, never in a request. The reading itself is a child process with limits
(portal.files.text) and stands outside every transaction; a hostile file ends as an outcome.
"""

import hashlib
import io
import logging
from collections.abc import Iterator
from typing import BinaryIO, cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from portal.files.text import TEXT_KINDS, Extraction, Piece, Problem, extract_text
from portal.search.analysis import storable

from .models import PortalDocument, PortalMedia
from .text_models import FilePlace, FileText, Outcome
from .text_signals import file_text_changed

logger = logging.getLogger(__name__)

Item = PortalDocument | PortalMedia
MODELS: dict[str, type[Item]] = {"document": PortalDocument, "media": PortalMedia}
CAPTIONS = "vtt"
# A page of a book has 700 to 1,500 characters; longer places are cut so that lengths stay comparable.
PLACE_CHARACTERS = 1_500
MOST_PLACES = 600
OUTCOME_OF = {
    Problem.ENCRYPTED: Outcome.ENCRYPTED,
    Problem.BROKEN: Outcome.BROKEN,
    Problem.TOO_LARGE: Outcome.TOO_LARGE,
    Problem.TOO_SLOW: Outcome.TOO_SLOW,
}


def read_item(model_name: str, item_id: int) -> Outcome | None:
    """Have the text of one document or video known; return its outcome, None when the item is gone.

    ``model_name`` is a key of MODELS. Reads nothing when the same content was read before; may be repeated.
    """
    item = MODELS[model_name].objects.filter(pk=item_id).first()
    if item is None:
        return None
    kind = kind_of(item)
    content = opened(item)
    if content is None:
        return keep(item, "", kind, Extraction(), Outcome.MISSING)
    with content:
        digest = hashlib.file_digest(cast(io.BufferedReader, content), "sha256").hexdigest()
        known = FileText.objects.filter(content_hash=digest, kind=kind).first()
        if known:
            return connect(item, known)
        if kind not in TEXT_KINDS:
            return keep(item, digest, kind, Extraction(), Outcome.NO_TEXT_KIND)
        content.seek(0)
        found = extract_text(content, kind, shown_only=True)
    return keep(item, digest, kind, found, None)


def kind_of(item: Item) -> str:
    """The kind of what is read of an item: a document's extension, a video's captions."""
    return item.file_extension.lower()[:10] if isinstance(item, PortalDocument) else CAPTIONS


def opened(item: Item) -> BinaryIO | None:
    """The content to read, open; None when the file is not there."""
    if isinstance(item, PortalMedia):
        return io.BytesIO(item.captions.encode())
    try:
        return cast(BinaryIO, item.file.storage.open(item.file.name, "rb"))
    except (OSError, ValueError):
        logger.warning("the file of document %s is not there", item.pk)
        return None


def keep(item: Item, digest: str, kind: str, found: Extraction, outcome: Outcome | None) -> Outcome:
    """Store what was read and connect it; another process may have stored the same content meanwhile."""
    pieces = [part for piece in found.pieces for part in parts_of(piece)]
    name = digest or f"missing-{item._meta.model_name}-{item.pk}"
    with transaction.atomic():
        try:
            with transaction.atomic():
                text = FileText.objects.create(
                    content_hash=name, kind=kind, outcome=outcome or outcome_of(found, len(pieces)),
                    problem_place=storable(found.problem_place)[:200],
                )  # fmt: skip
        except IntegrityError:
            text = FileText.objects.get(content_hash=name, kind=kind)
        else:
            FilePlace.objects.bulk_create(
                place_of(text, order, piece) for order, piece in enumerate(pieces[:MOST_PLACES], 1)
            )
        return connect(item, text)


def outcome_of(found: Extraction, parts: int) -> Outcome:
    """What the editor is told."""
    if found.problem:
        return OUTCOME_OF[found.problem]
    if not parts:
        return Outcome.EMPTY
    return Outcome.READ if parts <= MOST_PLACES else Outcome.IN_PART


def parts_of(piece: Piece) -> Iterator[Piece]:
    """A piece cut at line ends into parts of at most PLACE_CHARACTERS; blank ones are left out."""
    lines, length = list[str](), 0
    for line in cut_lines(storable(piece.text)):
        if lines and length + len(line) > PLACE_CHARACTERS:
            yield Piece(piece.place, "\n".join(lines), piece.form, piece.number, piece.heading)
            lines, length = [], 0
        lines.append(line)
        length += len(line) + 1
    if lines:
        yield Piece(piece.place, "\n".join(lines), piece.form, piece.number, piece.heading)


def cut_lines(text: str) -> Iterator[str]:
    """Lines with blanks squeezed, none longer than a part."""
    for raw in text.splitlines():
        line = " ".join(raw.split())
        for start in range(0, len(line), PLACE_CHARACTERS):
            yield line[start : start + PLACE_CHARACTERS]


def place_of(text: FileText, order: int, piece: Piece) -> FilePlace:
    """One row."""
    return FilePlace(
        file=text, order=order, form=piece.form, number=piece.number, text=piece.text,
        label=storable(piece.place)[:200], heading=" ".join(storable(piece.heading).split())[:100],
    )  # fmt: skip


def connect(item: Item, text: FileText) -> Outcome:
    """Give an item its text and tell those who show it; one that changed meanwhile is left for its job."""
    same = type(item).objects.filter(pk=item.pk, **content_fields(item))
    with transaction.atomic():
        if same.update(file_text=text):
            file_text_changed.send(sender=type(item), item_id=item.pk)
        drop_unused()
    return Outcome(text.outcome)


def content_fields(item: Item) -> dict[str, str]:
    """The columns that say which content an item has."""
    return {"captions": item.captions} if isinstance(item, PortalMedia) else {"file": item.file.name or ""}


def drop_unused() -> None:
    """Delete texts no item has any more: what was deleted or replaced is not kept."""
    FileText.objects.filter(portaldocuments=None, portalmedias=None).delete()


def unread_items(limit: int | None) -> list[tuple[str, int]]:
    """Items whose text is still to be read, as (model name, id), at most ``limit`` of each model."""
    documents: QuerySet = PortalDocument.objects.filter(file_text=None)
    videos: QuerySet = PortalMedia.objects.filter(file_text=None).exclude(captions="")
    found = [("document", pk) for pk in documents.order_by("pk").values_list("pk", flat=True)[:limit]]
    return found + [("media", pk) for pk in videos.order_by("pk").values_list("pk", flat=True)[:limit]]


def read_unread(limit: int | None = 20) -> int:
    """Read what no job has read, all without a ``limit``; returns how many. Called now and then."""
    items = unread_items(limit)
    for model_name, pk in items:
        read_item(model_name, pk)
    return len(items)
