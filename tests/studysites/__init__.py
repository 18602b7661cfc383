"""Tests of bases and programmes."""
