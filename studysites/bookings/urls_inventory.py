"""Addresses of session templates, resources and their assignment."""

from django.urls import path

from .views import resource_pages, template_pages

BASE = "desk/base/<slug:code>/"
TEMPLATE = f"{BASE}templates/<int:template_id>/"
RESOURCE = f"{BASE}resources/<int:resource_id>/"

urlpatterns = [
    path(f"{BASE}templates/", template_pages.template_list, name="templates"),
    path(f"{BASE}templates/add/", template_pages.AddTemplate.as_view(), name="template_add"),
    path(f"{TEMPLATE}edit/", template_pages.EditTemplate.as_view(), name="template_edit"),
    path(f"{TEMPLATE}retire/", template_pages.RetireTemplate.as_view(), name="template_retire"),
    path(f"{BASE}resources/", resource_pages.resource_list, name="resources"),
    path(f"{BASE}resources/add/", resource_pages.AddResource.as_view(), name="resource_add"),
    path(f"{RESOURCE}edit/", resource_pages.EditResource.as_view(), name="resource_edit"),
    path(f"{RESOURCE}retire/", resource_pages.RetireResource.as_view(), name="resource_retire"),
    path(f"{RESOURCE}restore/", resource_pages.RestoreResource.as_view(), name="resource_restore"),
    path(f"{RESOURCE}leave/", resource_pages.AddLeave.as_view(), name="leave_add"),
    path(f"{RESOURCE}leave/<int:leave_id>/", resource_pages.RemoveLeave.as_view(), name="leave_remove"),
    path(
        f"{BASE}sessions/<int:session_id>/resources/",
        resource_pages.SessionResources.as_view(),
        name="session_resources",
    ),
]
