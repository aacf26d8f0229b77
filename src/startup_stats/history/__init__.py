"""The content's git history: versions, vintages, and the comparison of two states."""
