"""Quality standards: what products declare, what the web says, and the verdict on both."""
