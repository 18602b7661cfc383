"""Tests of the measurements' own arithmetic."""
