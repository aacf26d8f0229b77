"""git: checkouts, what changed, the commit that a branch is at."""
