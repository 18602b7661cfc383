"""Browser journeys through the whole site."""
