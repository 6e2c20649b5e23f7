"""How things of the registry move, one file a subject."""
