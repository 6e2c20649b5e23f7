"""What the register knows about a question, read in batches and told to the policy."""
