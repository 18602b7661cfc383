"""Tests of the upload checks."""
