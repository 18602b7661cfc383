"""Services of organisations: everything that changes a body, a membership or a right."""

from .bodies import ensure_body_groups, ensure_organisation, ensure_roles, remove_stock_groups
from .grants import grant_administrator_rights, grant_officer_rights, grant_section
from .groups import sync_groups
from .memberships import (
    MembershipError,
    add_member,
    approve_membership,
    end_membership,
    refuse_membership,
    request_membership,
    withdraw_request,
)
from .withdrawal import WithdrawalRefused, withdraw_page
from .workflows import ensure_workflow

__all__ = [
    "MembershipError", "WithdrawalRefused", "add_member", "approve_membership", "end_membership",
    "ensure_body_groups", "ensure_organisation", "ensure_roles", "ensure_workflow",
    "grant_administrator_rights", "grant_officer_rights", "grant_section", "refuse_membership",
    "remove_stock_groups", "request_membership", "sync_groups", "withdraw_page", "withdraw_request",
]  # fmt: skip
