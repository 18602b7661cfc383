"""Organisations: publishing bodies, districts, schools, memberships, roles, editorial records."""
