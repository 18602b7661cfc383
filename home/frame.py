"""What the frame of every page shows: doors, footer, banner, reading mode, account links."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from portal.accounts.inbox import COUNTED, unread_count
from portal.organisations.models import Role
from portal.organisations.policies import active_memberships, is_administrator
from portal.organisations.selectors import pending_for

from .models import AlertBanner, FooterSettings, StandardPage

MODE_COOKIE = "mode"
MODES = (("standard", "标准"), ("elder", "长辈版"), ("contrast", "高对比度"))
# Door code -> page type that opens it; the order is the order on the page.
DOORS = (
    ("lessons", "思政课", "courses.LessonIndexPage"),
    ("guides", "家庭教育", "courses.GuideIndexPage"),
    ("sites", "研学基地", "studysites.StudySiteIndexPage"),
)
DESK_ROLES = frozenset({Role.COORDINATOR, Role.BASE_STAFF, Role.BASE_MANAGER, Role.OFFICER})
ADMIN_ROLES = frozenset({Role.EDITOR, Role.REVIEWER, Role.OFFICER})


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame, read from the database only when a template draws it."""
    return {"frame": SimpleLazyObject(lambda: build_frame(request))}


def build_frame(request: HttpRequest) -> dict[str, Any]:
    """Return everything base.html needs about the site and the reader."""
    site = Site.find_for_request(request)
    pages = top_pages(site)
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_short_name": "德育研学平台",
        "doors": doors(site, pages),
        "mode": reading_mode(request),
        "modes": mode_links(request),
        "alert": alert(request),
        "footer": footer(request, footer_links(site, pages)),
        "user_menu": user_menu(request),
        "search_url": reverse("search"),
        "feedback_url": reverse("correction"),
        "base_url": settings.PORTAL_BASE_URL,
    }


def reading_mode(request: HttpRequest) -> str:
    """Return the reader's lasting choice, or standard for none and for nonsense."""
    chosen = request.COOKIES.get(MODE_COOKIE, "")
    return chosen if chosen in dict(MODES) else MODES[0][0]


def mode_links(request: HttpRequest) -> list[dict[str, str]]:
    """Return one link per mode that comes back to this page."""
    here = request.get_full_path() if request.method == "GET" else "/"
    return [
        {"code": code, "label": label, "url": f"{reverse('mode', args=[code])}?{next_query(here)}"}
        for code, label in MODES
    ]


def next_query(path: str) -> str:
    """Return ``next=<path>`` escaped for a link."""
    return urlencode({"next": path})


def top_pages(site: Site | None) -> list[Page]:
    """Return the live, public pages right below the home page in order; doors and footer share the query."""
    if site is None:
        return []
    pages = Page.objects.live().public().child_of(site.root_page)
    return list(pages.select_related("content_type").order_by("path"))


def type_of(page: Page) -> str:
    """Return the type of a page as ``app.model``, from the row read with it."""
    return f"{page.content_type.app_label}.{page.content_type.model}"


def doors(site: Site | None, pages: list[Page]) -> list[dict[str, str]]:
    """Return the three doors that have a page among ``pages``."""
    found = {type_of(page): page for page in pages}
    return [
        {"code": code, "title": title, "url": page_path(found[name.lower()], site)}
        for code, title, name in DOORS
        if site is not None and name.lower() in found
    ]


def page_path(page: Page, site: Site) -> str:
    """Return the path of a page below the site's root without asking the database again."""
    return "/" + page.url_path[len(site.root_page.url_path) :]


def alert(request: HttpRequest) -> dict[str, str] | None:
    """Return the banner while it has a text and its time is not over."""
    banner = AlertBanner.for_request(request)
    if not banner.text or (banner.until and banner.until <= timezone.now()):
        return None
    return {"level": banner.level, "text": banner.text, "url": banner.link}


def footer(request: HttpRequest, links: list[dict[str, str]]) -> dict[str, Any]:
    """Return the footer's items from settings, and its links."""
    chosen = FooterSettings.for_request(request)
    names = ("organiser", "operator", "contact", "icp_number", "icp_url", "police_number", "police_url")
    items: dict[str, Any] = {name: getattr(chosen, name) for name in names}
    items["site_id"] = chosen.site_identifier
    if chosen.party_mark_id:
        items["party_mark"] = {"image": chosen.party_mark, "url": chosen.party_mark_url}
    items["links"] = links
    items["to_fill"] = what_to_fill(request, chosen)
    return items


def what_to_fill(request: HttpRequest, chosen: FooterSettings) -> dict[str, Any] | None:
    """Return what the privacy texts point to and the footer lacks, for those who can fill it in."""
    user = getattr(request, "user", None)
    names = [name for name in ("organiser", "contact") if not getattr(chosen, name)]
    if not names or user is None or not is_administrator(user):
        return None
    return {
        "names": [str(FooterSettings._meta.get_field(name).verbose_name) for name in names],
        "url": reverse("wagtailsettings:edit", args=["home", "footersettings"]),
    }


def footer_links(site: Site | None, pages: list[Page]) -> list[dict[str, str]]:
    """Return the plain ones of ``pages``, then the site map."""
    plain = [page for page in pages if type_of(page) == StandardPage._meta.label_lower]
    links = [{"title": page.title, "url": page_path(page, site)} for page in plain if site is not None]
    return [*links, {"title": "网站地图", "url": reverse("site_map")}]


def user_menu(request: HttpRequest) -> dict[str, Any]:
    """Return the account links of this reader."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        here = next_query(request.get_full_path()) if request.method == "GET" else ""
        return {
            "signed_in": False,
            "login_url": f"{reverse('account_login')}?{here}".rstrip("?"),
            "signup_url": reverse("account_signup"),
        }
    roles = set(active_memberships(user).values_list("role", flat=True))
    unread = unread_count(user)
    note = f"（{shown(unread)} 条未读）" if unread else ""
    links = [
        {"title": "我的账号", "url": reverse("accounts:home")},
        {"title": f"站内通知{note}", "url": reverse("accounts:messages")},
    ]
    if roles & DESK_ROLES or user.is_superuser:
        links.append({"title": "工作台", "url": reverse("bookings:desk")})
    if Role.OFFICER in roles:
        waiting = pending_for(user).count()
        title = f"联络员审批（{waiting} 条待审批）" if waiting else "联络员审批"
        links.append({"title": title, "url": reverse("organisations:approvals")})
    if roles & ADMIN_ROLES or user.is_superuser:
        links.append({"title": "内容管理后台", "url": reverse("wagtailadmin_home")})
    return {
        "signed_in": True,
        "name": str(user),
        "unread": shown(unread) if unread else "",
        "links": links,
        "logout_url": reverse("account_logout"),
    }


def shown(count: int) -> str:
    """Return a number of messages as the header shows it."""
    return str(count) if count < COUNTED else f"{COUNTED - 1}+"
