"""Going and looking: what the web says of the standards that products declare."""
