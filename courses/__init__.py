"""Lessons for teachers and guides for families."""
