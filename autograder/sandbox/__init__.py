"""Where student code runs: a fork server, confined children, and the judge's client for them."""
