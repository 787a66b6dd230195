"""Indicators: the catalogue, the returns received, the readings, and what is known to be missing."""
