"""The text of one file of a page, place by place, for those who came from a hit."""

from dataclasses import dataclass

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from media.models import PortalDocument
from portal.search.highlighting import mark, spans
from portal.search.models import SearchEntry

from .attachments import MODEL_OF, FileLink, open_files
from .in_files import PER_READING_PAGE
from .visibility import shown_pages


@dataclass(frozen=True)
class ReadPlace:
    """One place with the typed words marked; ``anchor`` is what addresses name it by."""

    anchor: str
    label: str
    text_html: SafeString


@dataclass(frozen=True)
class FileReading:
    """A part of the text of a file, and the page the file belongs to.

    ``download_url`` is empty for captions: they are spoken in a video of the page.
    """

    file: str
    page_title: str
    page_url: str
    download_url: str
    places: tuple[ReadPlace, ...]
    pager: PagerPage


def reading_of(page_id: int, file: str, *, text: str = "", number: int = 1) -> FileReading | None:
    """The text of a file (d12, m3) of a page, ``number`` counting pages of PER_READING_PAGE places.

    None unless the page may be shown now, the file belongs to it and is open to everyone, and has text.
    """
    rows = SearchEntry.objects.filter(object_id=page_id, file=file, deleted=False)
    listed = sorted(rows.values_list("pk", "card"), key=lambda row: row[1]["order"])
    ids = [pk for pk, card in listed if card["order"]]
    page = shown_pages().filter(pk=page_id).first()
    if page is None or not ids or not open_files([file]):
        return None
    pager = Paginator(ids, PER_READING_PAGE).get_page(number)
    entries = SearchEntry.objects.in_bulk(list(pager.object_list))
    return FileReading(
        file=listed[0][1]["file"],
        page_title=page.title,
        page_url=page.specific_deferred.url or "",
        download_url=download_url(FileLink(MODEL_OF[file[0]], int(file[1:]))),
        places=tuple(read_place(entries[pk], text) for pk in pager.object_list if pk in entries),
        pager=pager,
    )


def read_place(entry: SearchEntry, text: str) -> ReadPlace:
    """One place as it is shown."""
    marked = mark(entry.body, spans(entry.body, text)) if text else mark(entry.body, ())
    return ReadPlace(f"place-{entry.card['order']}", entry.card["place"], marked)


def download_url(link: FileLink) -> str:
    """Address of the file itself, if it is a document."""
    document = PortalDocument.objects.filter(pk=link.pk).first() if link.model is PortalDocument else None
    return document.url if document else ""
