"""What a site has of what the program needs, what stands in the way, and the first files that it is given."""
