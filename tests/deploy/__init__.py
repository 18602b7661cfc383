"""Tests of starting, backing up and serving."""
