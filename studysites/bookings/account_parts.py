"""What bookings add to accounts: the way to the desk, and what must end before an account closes."""

from django.urls import reverse
from django.utils import timezone

from portal.accounts.home_parts import HomeLink
from portal.accounts.models import User
from portal.organisations.models import Role
from portal.organisations.policies import active_memberships

from .enums import CONSUMING
from .models import Booking

DESK_ROLES = (Role.COORDINATOR, Role.BASE_STAFF, Role.BASE_MANAGER, Role.OFFICER)


def desk_links(user: User) -> list[HomeLink]:
    """Return the way to the desk for those who have one."""
    if user.is_superuser or active_memberships(user).filter(role__in=DESK_ROLES).exists():
        return [HomeLink("工作台", reverse("bookings:desk"), "预约的申请、处理和场次")]
    return []


def visits_to_come(user: User) -> list[str]:
    """Keep the account of somebody whose requested visits are still to come."""
    count = Booking.objects.filter(
        requested_by=user, status__in=CONSUMING, session__starts_at__gt=timezone.now()
    ).count()
    if not count:
        return []
    return [f"您名下还有 {count} 个没有完成的预约。请先取消，或等参观结束后再注销。"]
