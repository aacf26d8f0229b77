"""What a site decides: the settings, and how startup-stats.yml is read."""
