"""What a command says of its work; only that."""
