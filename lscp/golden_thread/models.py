"""See house.md; written next."""
