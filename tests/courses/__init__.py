"""Tests of lessons and guides."""
