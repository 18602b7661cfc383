"""Reads the text of uploaded files. Runs in a child process only (portal.files.text); knows no Django."""
