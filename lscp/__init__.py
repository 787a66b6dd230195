"""The record of a local safeguarding children partnership, kept as one golden thread."""

__version__ = "0.1.0"
