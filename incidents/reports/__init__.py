"""Reads only: desks, pages, letters, exports."""
