"""The starter content as a whole, in the order its parts need each other."""

from collections.abc import Callable, Iterable
from functools import partial

from portal.organisations import services
from portal.organisations.models import Organisation, OrganisationKind
from studysites.models import StudySitePage

from .footer import load_footer
from .guides import load_guide
from .lessons import load_lesson
from .links import link_guide, link_lesson
from .once import load_once
from .people import load_demos, load_schools
from .pictures import load_pictures
from .sessions import load_sessions
from .sites import load_programme, load_site
from .sources import Source, read_folder

# Code -> full name, short name; the five bases the city named.
BASES = {
    "hanhuaguan": ("南阳汉画馆", "汉画馆"),
    "yishengwenhuayuan": ("南阳医圣文化园", "医圣文化园"),
    "jiefangguangchang": ("南阳解放广场", "解放广场"),
    "wolonggang": ("南阳卧龙岗", "卧龙岗"),
    "qingshaonianguan": ("南阳青少年宫", "青少年宫"),
}


def load_all(say: Callable[[str], None]) -> int:
    """Load what was never loaded, telling progress; return how many items were new.

    Each item is a transaction of its own: an interrupted load goes on where it stopped.
    """
    total = 0
    for label, step in STEPS:
        count = step()
        total += count
        say(f"{label}: {count} new" if count else f"{label}: nothing new")
    return total


def load_bases() -> int:
    """Make the five bases as publishing bodies with groups, collection and workflow."""
    return sum(load_once(f"body:{code}", partial(load_base, code)) for code in BASES)


def load_base(code: str) -> None:
    """Make one base body."""
    name, short_name = BASES[code]
    sort = 10 * (3 + list(BASES).index(code))
    services.ensure_organisation(
        code=code, name=name, short_name=short_name, kind=OrganisationKind.BASE, sort=sort
    )


def load_sites() -> int:
    """Make the base pages and let each base's editors work on theirs."""
    return sum(
        load_once(f"site:{source.slug}", partial(load_owned_site, source)) for source in read_folder("sites")
    )


def load_owned_site(source: Source) -> None:
    """Make one base page and give its section to its body."""
    load_site(source)
    owner = Organisation.objects.get(code=source.plain("organisation"))
    services.grant_section(owner, StudySitePage.objects.get(slug=source.slug))


def folder_step(folder: str, kind: str, load: Callable[[Source], object]) -> Callable[[], int]:
    """Return a step that loads every file of a folder once."""

    def step() -> int:
        return sum(once_each(read_folder(folder), kind, load))

    return step


def once_each(sources: Iterable[Source], kind: str, load: Callable[[Source], object]) -> Iterable[bool]:
    """Load each source once under ``kind:slug``."""
    for source in sources:
        yield load_once(f"{kind}:{source.slug}", partial(load, source))


STEPS: tuple[tuple[str, Callable[[], int]], ...] = (
    ("pictures", load_pictures),
    ("footer", load_footer),
    ("bases", load_bases),
    ("schools", load_schools),
    ("base pages", load_sites),
    ("programmes", folder_step("programmes", "programme", load_programme)),
    ("sessions", folder_step("programmes", "sessions", load_sessions)),
    ("guides", folder_step("guides", "guide", load_guide)),
    ("lessons", folder_step("lessons", "lesson", load_lesson)),
    ("lesson links", folder_step("lessons", "lesson-links", link_lesson)),
    ("guide links", folder_step("guides", "guide-links", link_guide)),
    ("demonstration accounts", load_demos),
)
