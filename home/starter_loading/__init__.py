"""Reading the starter content (home/starter/) into pages, once, never undoing an editor."""
