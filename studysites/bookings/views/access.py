"""Who may open which page: what is not yours answers 404, so that numbers tell nothing."""

from collections.abc import Sequence

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest

from portal.accounts.models import User
from portal.organisations.models import Organisation, OrganisationKind
from portal.organisations.policies import body_roles, can_decide, can_manage_sessions, is_officer

from ..exceptions import BookingRefused
from ..forms.keys import sent_key
from ..selectors import BookingDetail, booking_detail
from ..services.short_writes import was_answered

# One person's submissions; far above honest use, far below a script's.
LIMITS = {"request": "30/h/user"}
TOO_MANY = "您一小时内提交的次数太多，请过一会儿再提交。已填写的内容都还在这张表里。"


def person(request: HttpRequest) -> User:
    """Return the signed-in person; only views behind login_required call this."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def base_or_404(request: HttpRequest, code: str, *, manage: bool = False) -> Organisation:
    """Return the base when the person decides its requests (or manages its sessions)."""
    base = Organisation.objects.filter(code=code, kind=OrganisationKind.BASE).first()
    allowed = can_manage_sessions if manage else can_decide
    if base is None or not allowed(person(request), base.pk):
        raise Http404
    return base


def bases_of(user: User) -> list[Organisation]:
    """Return the bases whose desk the person may open; all of them for an administrator."""
    bases = Organisation.objects.filter(kind=OrganisationKind.BASE)
    if not user.is_superuser:
        bases = bases.filter(pk__in=body_roles(user))
    return [base for base in bases if can_decide(user, base.pk)]


def detail_or_404(request: HttpRequest, reference: str) -> BookingDetail:
    """Return the booking for a reader of its school, its base or the bureau."""
    detail = booking_detail(reference, person(request))
    if detail is None:
        raise Http404
    return detail


def officer_or_404(request: HttpRequest) -> None:
    """Let only the bureau's officers pass."""
    if not is_officer(person(request)):
        raise Http404


def sends_too_much(request: HttpRequest) -> bool:
    """Say whether this person sends more requests than anybody needs; counts this time."""
    user = person(request)
    return not ratelimit.consume(request, app="bookings", action="request", config=LIMITS, user=user)


def raise_if_busy(refused: BookingRefused) -> None:
    """Leave ``busy`` to BusyMiddleware, which answers every form with 503 and everything typed."""
    if refused.code == "busy":
        raise refused


def pressed_before(request: HttpRequest, part: str = "") -> bool:
    """Say whether the form was answered under its key already: what it was about may be gone by now.

    ``part`` is what a button adds to the key of its page. 1 query.
    """
    key = sent_key(request.POST)
    return bool(key) and was_answered(person(request), f"{key}{part}")


def progress(labels: Sequence[str], current: int) -> list[dict[str, str]]:
    """Return the progress line with step ``current`` (from 1) under way."""
    states = ["done" if number < current else "todo" for number in range(1, len(labels) + 1)]
    states[current - 1] = "current"
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def crumb(title: str, url: str = "") -> dict[str, str]:
    """Return one step of 当前位置."""
    return {"title": title, "url": url}
