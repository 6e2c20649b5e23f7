"""The messages the registry sends, and who knows their words."""
