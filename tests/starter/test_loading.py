"""Set-up and starter content: loaded once, refused in production, no edit or deletion undone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from wagtail.models import Page, Site

from courses.models import GuidePage, LessonPage
from home.dashboard import MANUAL_URL
from home.models import FooterSettings, LoadedItem, StandardPage
from home.starter_loading import people
from home.starter_loading.people import passwords_path
from home.starter_loading.sources import SourceError, read_folder, read_source
from portal.accounts.models import User
from portal.organisations.models import EditorialRecord, Organisation
from portal.taxonomy.models import AgeBand, Topic
from studysites.bookings.models import CapacityBucket, VisitSession
from studysites.models import ProgrammePage, StudySitePage


@pytest.fixture
def loaded(db, settings, tmp_path):
    """A portal with everything the first start loads."""
    settings.VAR_DIR = tmp_path
    settings.PORTAL_BASE_URL = "http://localhost:8123"
    call_command("setup_portal", stdout=StringIO())
    return run_loader()


def run_loader() -> str:
    """Load the starter content and return what was said."""
    out = StringIO()
    call_command("load_starter", stdout=out)
    return out.getvalue()


def test_content_is_whole_and_owned(loaded):
    """Ten lessons over all stages, guides of every band, five bases with sessions, topics that join."""
    lessons = LessonPage.objects.live()
    assert lessons.count() >= 10
    assert set(lessons.values_list("stage__code", flat=True)) == {"p1", "p2", "p3", "j", "s", "v", "u"}
    assert all(lesson.files.count() == 3 for lesson in lessons)
    assert all(lesson.step_minutes == lesson.minutes for lesson in lessons)
    bands = set(GuidePage.objects.live().values_list("bands__code", flat=True))
    assert bands >= {"yq", "a0", "a3", "a6", "a12", "a15"}
    assert set(AgeBand.objects.values_list("code", flat=True)) - bands <= {"special", "teshu"}
    assert StudySitePage.objects.live().count() == 5
    assert all(site.get_children().type(ProgrammePage).count() == 2 for site in StudySitePage.objects.all())
    for site in StudySitePage.objects.all():
        joined = Topic.objects.filter(sites=site, lessons__isnull=False, guides__isnull=False)
        assert joined.exists(), site.slug
    owned = EditorialRecord.objects.values_list("page_id", flat=True)
    assert set(lessons.values_list("pk", flat=True)) <= set(owned)


def test_sessions_cover_the_coming_eight_weeks(loaded):
    """Every session lies after today and before eight weeks from tomorrow, with two empty buckets."""
    today = timezone.localdate()
    starts = [
        timezone.localtime(moment).date()
        for moment in VisitSession.objects.values_list("starts_at", flat=True)
    ]
    assert min(starts) > today
    assert max(starts) <= today + timedelta(weeks=8)
    assert max(starts) > today + timedelta(weeks=7)
    assert CapacityBucket.objects.count() == 2 * VisitSession.objects.count()
    assert not CapacityBucket.objects.exclude(taken=0).exists()


def test_second_load_changes_nothing_and_loses_no_edit(loaded):
    """An edited title stays, a deleted page stays away, passwords stay as they were."""
    passwords = passwords_path().read_text()
    lesson = LessonPage.objects.first()
    lesson.title = "编辑改过的标题"
    lesson.save_revision().publish()
    GuidePage.objects.get(slug="fang-nishui").delete()
    Page.objects.get(slug="guanyu").delete()
    pages, revisions = Page.objects.count(), lesson.revisions.count()
    call_command("setup_portal", stdout=StringIO())
    assert "starter content: 0 new items" in run_loader()
    lesson.refresh_from_db()
    assert (lesson.title, lesson.revisions.count()) == ("编辑改过的标题", revisions)
    assert Page.objects.count() == pages
    assert not StandardPage.objects.filter(slug="guanyu").exists()
    assert passwords_path().read_text() == passwords
    assert passwords_path().stat().st_mode & 0o077 == 0


def test_demonstration_accounts_work_and_the_site_has_its_address(loaded):
    """Passwords are generated, differ, and open the accounts; links carry host and port."""
    rows = [line.split("\t") for line in passwords_path().read_text().splitlines()]
    assert len({password for _, password, _ in rows}) == len(rows) >= 10
    assert all(User.objects.get(username=name).check_password(password) for name, password, _ in rows)
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("localhost", 8123)
    assert Organisation.objects.filter(editors__isnull=False, reviewers__isnull=False).count() == 7


def test_production_refuses_demonstration_data(db, settings):
    """Unless it is asked for by name."""
    settings.PORTAL_DEMONSTRATION = False
    with pytest.raises(CommandError, match="--demonstration"):
        run_loader()
    assert not LoadedItem.objects.exists()


@pytest.mark.parametrize(
    "text", ["no front matter", "---\n- a list\n---\n", "---\ntitle: [\n---\n", "---\ntitle: x\n---\n"]
)
def test_broken_source_is_named(tmp_path, text):
    """The error says which file."""
    path = tmp_path / "broken.md"
    path.write_text(text)
    with pytest.raises(SourceError, match="broken.md"):
        read_source(path)


def test_every_source_can_be_read():
    """All folders hold readable files with unique slugs."""
    for folder in ("lessons", "guides", "sites", "programmes", "pages"):
        slugs = [source.slug for source in read_folder(folder)]
        assert len(slugs) == len(set(slugs)) > 0


def test_interrupted_accounts_keep_their_passwords(db, settings, tmp_path, monkeypatch):
    """An account made before the interruption can be opened: its password is in the file."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(people, "DEMOS", (people.DEMOS[0], people.Demo("officer", "x", "officer", "nobody")))
    with pytest.raises(Organisation.DoesNotExist):
        people.load_demos()
    name, password, _ = passwords_path().read_text().splitlines()[0].split("\t")
    assert User.objects.get(username=name).check_password(password)
    assert passwords_path().stat().st_mode & 0o077 == 0


def test_the_footer_names_an_example_and_keeps_what_a_city_wrote(loaded):
    """Five texts send readers to the footer; a demonstration has no telephone number to give."""
    footer = FooterSettings.for_site(Site.objects.get(is_default_site=True))
    assert "示例" in footer.organiser and "示例" in footer.contact
    assert not any(letter.isdigit() for letter in footer.contact)
    footer.organiser = ""
    footer.save()
    assert "footer: nothing new" in run_loader()
    footer.refresh_from_db()
    assert footer.organiser == ""


def test_the_manual_of_the_admin_opens_at_the_part_for_editors(loaded, client):
    path, anchor = MANUAL_URL.split("#")
    html = client.get(path).content.decode()
    assert f'id="{anchor}"' in html
    for gone in ("资料类型", "敏感点提示", "今晚可做", "何时求助", "给祖辈的提示", "顶嘴", "珍爱生命"):
        assert gone not in html, gone
