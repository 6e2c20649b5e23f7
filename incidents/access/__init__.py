"""Who may do what with reports. Every answer carries its reasons."""
