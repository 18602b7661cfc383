"""Tests of the top app."""
