"""The commands: options in, a frozen account of what was done out; they say nothing."""
