"""The verbs of schools: imports, grants, corrections. The only writers of this app."""
