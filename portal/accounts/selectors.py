"""Questions about accounts: the privacy text in force, consent owed, e-mail confirmed."""

from allauth.account.models import EmailAddress
from django.utils import timezone

from .models import Consent, PrivacyNotice, User


def current_notice() -> PrivacyNotice | None:
    """Return the newest privacy text in force today, or None before the first one is set up."""
    return PrivacyNotice.objects.filter(in_force_from__lte=timezone.localdate()).first()


def owes_consent(user: User) -> bool:
    """Say whether a text is in force that the person has not agreed to."""
    notice = current_notice()
    return notice is not None and not Consent.objects.filter(user=user, notice=notice).exists()


def has_confirmed_email(user: User) -> bool:
    """Say whether the person's present address was confirmed by its link."""
    return bool(user.email) and confirmed_users([user.pk]) == {user.pk}


def confirmed_users(user_ids: list[int]) -> set[int]:
    """Return which of the users have confirmed the address they use now; one query."""
    rows = EmailAddress.objects.filter(user_id__in=user_ids, verified=True).values_list(
        "user_id", "email", "user__email"
    )
    return {user_id for user_id, address, present in rows if address.lower() == present.lower()}


def find_account(name: str) -> User | None:
    """Return the open account with this user name or e-mail address; None for none or several."""
    people = User.objects.filter(is_active=True)
    found = people.filter(username__iexact=name)[:2] or people.filter(email__iexact=name)[:2]
    return found[0] if len(found) == 1 else None
