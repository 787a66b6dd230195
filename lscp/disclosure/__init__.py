"""Keeping what is published safe: no detail that could identify a child. Pure: no Django."""

from lscp.disclosure.identifying import Detail, scan

__all__ = ["Detail", "scan"]
