"""From bytes to a Portfolio, without losing a line number or hiding a fault."""
