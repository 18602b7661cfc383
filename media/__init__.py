"""Media library: pictures, documents, video and audio. Uploads themselves live in var/uploads."""
