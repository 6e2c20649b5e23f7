"""Dates in the languages Django has no full formats for."""
