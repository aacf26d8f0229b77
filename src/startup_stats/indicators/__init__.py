"""The programme's indicators: definitions, series, and the sentences that say them."""
