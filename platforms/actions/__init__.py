"""The verbs of the registry; the only writers."""
