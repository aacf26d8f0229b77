"""What is looked for in content that could be read."""
