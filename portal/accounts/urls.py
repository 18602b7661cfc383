"""Addresses of accounts. ``door_patterns`` must be included before Wagtail's own admin."""

from allauth.account.views import logout as account_logout
from django.urls import path

from .views import doors, home, leaving, messages

app_name = "accounts"
urlpatterns = [
    path("account/", home.home, name="home"),
    path("account/profile/", home.profile, name="profile"),
    path("account/messages/", messages.message_list, name="messages"),
    path("account/messages/<int:pk>/", messages.message_detail, name="message"),
    path("account/messages/read/", messages.mark_all_read, name="mark_read"),
    path("account/consent/", leaving.consent, name="consent"),
    path("account/close/", leaving.close, name="close"),
]

door_patterns = [
    path("admin/login/", doors.login_door),
    path("_util/login/", doors.login_door),
    path("admin/logout/", account_logout),
    path("admin/password_reset/", doors.password_door),
    path("admin/account/", doors.admin_account),
]
