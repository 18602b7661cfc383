"""App configuration of bookings."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """Sessions with places and the bookings on them."""

    name = "studysites.bookings"
    label = "bookings"
    verbose_name = "研学预约"

    def ready(self) -> None:
        """Add the desk to people's account page, and visits to come to what closing asks."""
        from portal.accounts.closing import register_closing_check
        from portal.accounts.home_parts import register_home_links

        from . import account_parts, overlap
        from .services import clocks, reconcile, templates, waiting_clock

        register_home_links(account_parts.desk_links)
        register_closing_check(account_parts.visits_to_come)
        overlap.connect()
        templates.register()
        clocks.register()
        waiting_clock.register()
        reconcile.register()
