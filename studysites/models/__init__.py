"""Page models of study-tour bases."""

from .programmes import ProgrammePage
from .sites import StudySiteIndexPage, StudySitePage

__all__ = ["ProgrammePage", "StudySiteIndexPage", "StudySitePage"]
