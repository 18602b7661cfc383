"""App configuration of organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Bodies that publish, schools that visit, and who belongs to them."""

    name = "portal.organisations"
    label = "organisations"
    verbose_name = "机构与学校"

    def ready(self) -> None:
        """Put our parts on the account page and into the closing of an account."""
        from portal.accounts.closing import register_closing_check, register_closing_step
        from portal.accounts.home_parts import register_home_links, register_home_part

        from . import account_parts

        register_home_links(account_parts.account_links)
        register_home_part(account_parts.membership_part)
        register_closing_check(account_parts.last_officer)
        register_closing_step(account_parts.end_memberships)
