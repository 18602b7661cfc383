"""What the front page, the site map, the feed and the admin's dashboard ask of the database."""
