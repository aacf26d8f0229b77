"""What reads or writes other people's bytes, tried with bytes that a coverage-guided fuzzer makes up: `make fuzz`."""
