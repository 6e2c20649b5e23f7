"""The verbs of this app, and its only writers."""
