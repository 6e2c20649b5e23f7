"""What pages and exports read. Nothing here writes."""
