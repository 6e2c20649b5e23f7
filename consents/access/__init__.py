"""Who may do what; the action, the view and the template ask the same question."""
