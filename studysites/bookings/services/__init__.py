"""Every change of bookings and sessions."""

from .decisions import confirm_booking, decline_booking
from .requests import request_booking
from .sessions import add_session, close_session, delete_empty_session, reopen_session, resize_session
from .withdrawals import withdraw_booking

__all__ = [
    "add_session", "close_session", "confirm_booking", "decline_booking", "delete_empty_session",
    "reopen_session", "request_booking", "resize_session", "withdraw_booking",
]  # fmt: skip
