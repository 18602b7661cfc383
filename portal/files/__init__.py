"""Checks of uploaded files: type by content, archives, hidden metadata, personal data in text. No models."""
