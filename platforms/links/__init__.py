"""Links for people without an account: derived from a row and a key, never stored."""
