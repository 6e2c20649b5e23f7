"""How things of this app move: tables of (state, move) -> next state. Plain Python."""
