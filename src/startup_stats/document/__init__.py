"""stats.json: whatever knows its keys."""
