"""Published national facts, and the map."""
