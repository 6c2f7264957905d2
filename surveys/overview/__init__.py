"""What the Office reads about one return at a glance: all that happened to it, and what is still open."""
