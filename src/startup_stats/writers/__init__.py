"""Values → text, nothing else: no file is opened here, nothing is printed."""
