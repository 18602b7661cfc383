"""What the lesson and guide pages ask of the database, in a number of queries that does not grow."""
