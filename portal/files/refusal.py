"""The one error of this package."""


class UploadRefused(ValueError):
    """A file may not be kept; its text is plain Chinese for the person who uploads."""
