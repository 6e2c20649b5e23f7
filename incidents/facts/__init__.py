"""What the rows say, as the policy asks for it."""
