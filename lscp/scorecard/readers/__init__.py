"""One reader for each format. Each fills the same events and accounts for every row it read."""
