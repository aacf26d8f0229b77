"""Statistics and quality checks for a portfolio of digital products kept in Markdown files."""

__version__ = "0.1.0"
