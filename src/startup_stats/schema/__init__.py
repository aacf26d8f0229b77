"""JSON Schema: what is valid, and why not."""
