"""App configuration of the vocabularies."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Vocabularies loaded from CSV files and edited as snippets."""

    name = "portal.taxonomy"
    label = "taxonomy"
    verbose_name = "分类词表"
