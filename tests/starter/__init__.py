"""Tests of the starter content and of the files built from it."""
