"""Doors that work after the request comes in by."""
