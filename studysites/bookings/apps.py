"""App configuration of bookings."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """Sessions with places and the bookings on them."""

    name = "studysites.bookings"
    label = "bookings"
    verbose_name = "研学预约"
