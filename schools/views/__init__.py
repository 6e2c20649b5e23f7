"""Pages of schools, by subject."""
