"""Who may do what in the registry. Every answer carries its reasons."""
