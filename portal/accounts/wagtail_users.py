"""Wagtail's user screens with our fields: one 姓名, work phone, purpose.

INSTALLED_APPS names PortalUsersConfig in place of "wagtail.users".
"""

from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user app with our viewset."""

    user_viewset = "portal.accounts.user_admin.PortalUserViewSet"
