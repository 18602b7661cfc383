"""Addresses of organisations: my school, approvals, members, withdrawal of pages."""

from django.urls import path

from .views import approvals, members, school, withdrawal

app_name = "organisations"
urlpatterns = [
    path("account/school/", school.request_school, name="request_school"),
    path("account/school/<int:pk>/withdraw/", school.withdraw, name="withdraw_request"),
    path("desk/approvals/", approvals.approvals, name="approvals"),
    path("desk/school-approvals/", approvals.school_approvals, name="school_approvals"),
    path("desk/approvals/<int:pk>/approve/", approvals.approve, name="approve"),
    path("desk/approvals/<int:pk>/refuse/", approvals.refuse, name="refuse"),
    path("desk/memberships/<int:pk>/end/", approvals.end, name="end_membership"),
    path("desk/base-staff/", members.base_staff, name="base_staff"),
    path("desk/pages/<int:pk>/withdraw/", withdrawal.withdraw, name="withdraw_page"),
]
