"""Home: the front page, plain pages, the public search, the frame, the starter content. Sees every app."""
