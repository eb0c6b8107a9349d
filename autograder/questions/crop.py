"""Questions of part crop."""
