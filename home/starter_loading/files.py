"""The files built for a lesson, as documents of the library."""

from django.core.files import File
from wagtail.models import Collection

from courses.models import LessonFile, LessonPage
from media.models import PortalDocument
from portal.organisations.models import Organisation
from portal.taxonomy.models import Licence, ResourceType

from .sources import ASSETS_DIR, Source

# Suffix of a built file -> resource type; the builder writes <slug>.<suffix>.
TYPES = {"docx": "js", "pptx": "kj", "pdf": "rw"}


def add_lesson_files(page: LessonPage, source: Source) -> None:
    """Attach plan, slides and task sheet of the lesson, as far as they were built."""
    licence = Licence.objects.get(code="portal")
    owner = Organisation.objects.get(code=source.plain("organisation"))
    for suffix, code in TYPES.items():
        path = ASSETS_DIR / "files" / f"{source.slug}.{suffix}"
        if not path.exists():
            continue
        kind = ResourceType.objects.get(code=code)
        with path.open("rb") as file:
            document = PortalDocument(
                title=f"{page.title}（{kind.zh}）",
                collection=owner.collection or Collection.get_first_root_node(),
                file=File(file, name=f"{source.slug}.{suffix}"),
                credit="平台示范内容",
                licence=licence,
            )
            document.save()
        document.get_file_size()
        document.get_file_hash()
        page.files.add(LessonFile(document=document, resource_type=kind, licence=licence))
