"""The portal: composition root (settings, urls, wsgi) and the floors every app stands on."""
