"""Pages of booking; each asks selectors and calls one service."""
