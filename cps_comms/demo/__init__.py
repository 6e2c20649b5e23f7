"""The practice district: a made-up roster, its people, and a few activities in every state."""
