"""What the registry shows; reads only."""
