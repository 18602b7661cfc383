"""Models of organisations."""

from .bodies import District, Organisation, OrganisationKind, School
from .editorial import Audience, EditorialRecord
from .membership import Membership, MembershipState, Role

__all__ = [
    "Audience", "District", "EditorialRecord", "Membership", "MembershipState", "Organisation",
    "OrganisationKind", "Role", "School",
]  # fmt: skip
