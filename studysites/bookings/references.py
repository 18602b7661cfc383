"""Booking numbers people read aloud: eight characters without look-alikes."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a random number such as ``K7MD-3PXA``; 31^8 of them, so nobody guesses another's."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
