"""Accounts: the user, consent, sign-up and closing of an account."""
