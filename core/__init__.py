"""Small shared words with no domain in them: who acts, what was decided, how things move."""
