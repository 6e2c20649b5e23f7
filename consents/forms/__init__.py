"""Shape of what people may type; no writes."""
