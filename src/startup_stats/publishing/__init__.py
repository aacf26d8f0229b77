"""What is sent to GitHub."""
