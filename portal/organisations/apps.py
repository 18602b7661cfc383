"""App configuration of organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Bodies that publish, schools that visit, and who belongs to them."""

    name = "portal.organisations"
    label = "organisations"
    verbose_name = "机构与学校"
