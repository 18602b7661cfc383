"""Rights in the admin: pages of a section, files of a body, what officers and administrators may.

Every function may be called again. Files are granted on wagtailimages.*, wagtaildocs.* and
wagtailmedia.*: rights on our own media models open no door.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from ..models import Organisation, Role
from .bodies import ensure_body_groups, ensure_roles
from .workflows import attach_workflow

EDITOR_PAGE = ("add_page", "change_page")
REVIEWER_PAGE = ("change_page", "publish_page", "lock_page", "unlock_page")
OFFICER_PAGE = ("publish_page", "lock_page", "unlock_page")
ALL_PAGE = (*EDITOR_PAGE, *OFFICER_PAGE, "bulk_delete_page")
FILE_KINDS = (("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media"))


def permissions(app_label: str, codenames: Iterable[str]) -> list[Permission]:
    """Return the permissions of an app by codename; those of a model that is not installed are left out."""
    found = Permission.objects.filter(content_type__app_label=app_label, codename__in=list(codenames))
    return list(found.select_related("content_type"))


def app_permissions(app_label: str, actions: Iterable[str], leave: Iterable[str] = ()) -> list[Permission]:
    """Return ``add``, ``change`` ... permissions of every model of an app but the models in ``leave``."""
    starts = Q()
    for action in actions:
        starts |= Q(codename__startswith=f"{action}_")
    found = Permission.objects.filter(starts, content_type__app_label=app_label)
    return list(found.exclude(content_type__model__in=list(leave)))


def grant_pages(group: Group, page: Page, codenames: Iterable[str]) -> None:
    """Give a group rights on a page and all below it."""
    for permission in permissions("wagtailcore", codenames):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def grant_files(group: Group, collection: Collection, actions: Iterable[str]) -> None:
    """Give a group ``add``, ``change``, ``choose`` on pictures, documents and media of a collection."""
    for app_label, model in FILE_KINDS:
        for permission in permissions(app_label, [f"{action}_{model}" for action in actions]):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


@transaction.atomic
def grant_section(organisation: Organisation, page: Page) -> None:
    """Make ``page`` and all below it the body's section.

    Editors add and change, reviewers change, publish and lock, the body's workflow is attached, and
    both groups keep files in the body's own collection.
    """
    editors, reviewers = ensure_body_groups(organisation)
    grant_pages(editors, page, EDITOR_PAGE)
    grant_pages(reviewers, page, REVIEWER_PAGE)
    ensure_collection(organisation)
    attach_workflow(organisation, page)


@transaction.atomic
def ensure_collection(organisation: Organisation) -> Collection:
    """Return the body's collection with its groups' rights; pictures of all bodies may be chosen."""
    body = Organisation.objects.select_for_update().get(pk=organisation.pk)
    root = Collection.get_first_root_node()
    if body.collection is None:
        body.collection = root.get_children().filter(name=body.short_name).first() or root.add_child(
            instance=Collection(name=body.short_name)
        )
        body.save(update_fields=["collection"])
    organisation.collection = body.collection
    for group in ensure_body_groups(organisation):
        grant_files(group, body.collection, ("add", "change", "choose"))
        grant_files(group, root, ("choose",))
    return body.collection


@transaction.atomic
def grant_officer_rights() -> Group:
    """Let officers unpublish and lock any page, edit vocabularies, schools, districts, the alert banner."""
    group = ensure_roles()[Role.OFFICER]
    grant_pages(group, Page.get_first_root_node(), OFFICER_PAGE)
    group.permissions.add(
        *app_permissions("taxonomy", ("add", "change", "view")),
        *permissions("home", ["change_alertbanner", "change_correction", "view_correction"]),
        *permissions(
            "organisations",
            [
                "add_school",
                "change_school",
                "view_school",
                "add_district",
                "change_district",
                "view_district",
                "view_organisation",
                "view_membership",
            ],
        ),
        *permissions("audit", ["view_auditevent"]),
    )
    return group


@transaction.atomic
def grant_administrator_rights() -> Group:
    """Let administrators run the site; memberships, bookings and the audit log stay read-only."""
    group = ensure_roles()["administrator"]
    root = Collection.get_first_root_node()
    grant_pages(group, Page.get_first_root_node(), ALL_PAGE)
    grant_files(group, root, ("add", "change", "choose"))
    collections = permissions("wagtailcore", ["add_collection", "change_collection", "delete_collection"])
    for permission in collections:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    everything = ("add", "change", "delete", "view")
    group.permissions.add(
        *app_permissions("taxonomy", everything, leave=["loadedterm"]),
        *app_permissions("organisations", everything, leave=["membership", "editorialrecord"]),
        *app_permissions("home", everything, leave=["homepage", "standardpage", "loadeditem"]),
        *app_permissions("wagtailredirects", everything),
        *permissions("organisations", ["view_membership"]),
        *permissions("accounts", ["add_user", "change_user", "add_privacynotice", "change_privacynotice"]),
        *permissions("wagtailcore", ["add_workflow", "change_workflow", "add_task", "change_task"]),
        *permissions("wagtailcore", ["change_site"]),
        *app_permissions("audit", ("view",)),
        *app_permissions("bookings", ("view",)),
        *app_permissions("notifications", ("view",)),
    )
    return group
