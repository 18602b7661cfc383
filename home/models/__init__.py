"""Models of the front page, plain pages and site settings."""

from .corrections import Correction
from .loading import LoadedItem
from .pages import HomePage, StandardPage
from .site_settings import AlertBanner, FooterSettings

__all__ = ["AlertBanner", "Correction", "FooterSettings", "HomePage", "LoadedItem", "StandardPage"]
