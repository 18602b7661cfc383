"""Rows the starter content lacks, made in the running portal's own database: nothing of them is public.

``python -m tests.e2e.admin_rows`` under the portal's settings makes them and prints their numbers as JSON.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

from .portal_process import ROOT, Portal

LATER = datetime(2090, 1, 1, tzinfo=UTC)


def rows_of(portal: Portal) -> dict[str, int]:
    """Make the rows in the portal's database and return their numbers by name."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "PORTAL_VAR_DIR": str(portal.var),
        "PORTAL_BASE_URL": portal.url,
    }
    command = [sys.executable, "-m", "tests.e2e.admin_rows"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def make_rows() -> dict[str, int]:
    """Make drafts in every state, files and entries, and name one row of every other kind."""
    from portal.accounts.models import User

    chief = User.objects.get(username="admin")
    return {**draft_pages(chief), **entries(chief), **known_rows()}


def draft_pages(chief) -> dict[str, int]:
    """Copy a lesson as drafts: changed, scheduled, locked, in review, reviewed once, with an alias."""
    from courses.models import LessonPage

    source = LessonPage.objects.order_by("pk").first()
    copies = {
        name: source.copy(
            update_attrs={"title": f"后台巡看 {name}", "slug": f"houtai-{name}"},
            copy_revisions=False,
            keep_live=False,
            user=chief,
        )
        for name in ("changed", "scheduled", "locked", "submitted", "rejected")
    }
    first = copies["changed"].save_revision(user=chief)
    change(copies["changed"])
    copies["changed"].save_revision(user=chief)
    copies["scheduled"].go_live_at = LATER
    planned = copies["scheduled"].save_revision(user=chief, approved_go_live_at=LATER)
    planned.publish(user=chief)
    lock(copies["locked"], chief)
    submitted, rejected = (review(copies[name], chief) for name in ("submitted", "rejected"))
    rejected.current_task_state.task.specific.on_action(
        rejected.current_task_state, chief, "reject", comment="请改"
    )
    alias = copies["changed"].create_alias(update_slug="houtai-alias", user=chief)
    return {
        **{name: page.pk for name, page in copies.items()},
        "alias": alias.pk,
        "revision": first.pk,
        "planned": planned.pk,
        "review": submitted.pk,
        "rejection": rejected.pk,
        "task_state": submitted.current_task_state.pk,
    }


def change(lesson) -> None:
    """Change a lesson in a plain field, in a row beside it, and in its steps."""
    lesson.title, lesson.summary = f"{lesson.title}（改）", "换了一句话。"
    lesson.goals.remove(lesson.goals.first())
    del lesson.steps[0]


def lock(page, chief) -> None:
    """Lock a page as its button does."""
    from django.utils import timezone

    page.locked, page.locked_by, page.locked_at = True, chief, timezone.now()
    page.save()


def review(page, chief):
    """Send a page to its reviewers and return the state of its workflow."""
    page.save_revision(user=chief)
    return page.get_workflow().start(page, chief)


def entries(chief) -> dict[str, int]:
    """Make a redirect, a sound, a film, a reader's report, a file collection and a way between two bases."""
    from django.core.files.base import ContentFile
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.models import Collection

    from home.corrections.services import report_error
    from media.models import PortalMedia
    from portal.organisations.models import Organisation
    from studysites.bookings.models import TravelTime

    made = {
        kind: PortalMedia.objects.create(
            title="巡看用", type=kind, duration=1, file=ContentFile(b"none", f"xunkan.{suffix}")
        )
        for kind, suffix in (("audio", "mp3"), ("video", "mp4"))
    }
    made["redirect"] = Redirect.objects.create(old_path="/xunkan", redirect_link="/lessons/")
    made["correction"] = report_error(path="/lessons/", text="巡看用的纠错", contact="reader@example.org")
    made["collection"] = Collection.get_first_root_node().add_child(name="巡看用")
    origin, destination = Organisation.objects.filter(kind="base").order_by("pk")[:2]
    made["way"], _ = TravelTime.objects.get_or_create(
        origin=origin, destination=destination, defaults={"minutes": 30}
    )
    return {name: row.pk for name, row in made.items()}


def known_rows() -> dict[str, int]:
    """Name the first row of the kinds the starter content has."""
    from django.contrib.auth.models import Group
    from wagtail.models import Site, Task, Workflow

    from courses.models import LessonIndexPage
    from media.models import PortalDocument, PortalImage
    from portal.accounts.models import PrivacyNotice, User
    from portal.organisations.models import District, Membership, Organisation, School
    from portal.taxonomy.models import Stage, Topic

    people = User.objects.exclude(username="admin")
    kinds = {
        "site": Site, "task": Task, "workflow": Workflow, "group": Group, "image": PortalImage,
        "document": PortalDocument, "notice": PrivacyNotice, "district": District, "school": School,
        "organisation": Organisation, "member": Membership, "stage": Stage, "topic": Topic,
    }  # fmt: skip
    rows = {name: model.objects.order_by("pk").first().pk for name, model in kinds.items()}
    parent = LessonIndexPage.objects.get().pk
    return {**rows, "parent": parent, "user": people.order_by("pk").first().pk}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(make_rows()))
