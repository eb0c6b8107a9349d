"""Questions of part baseline."""
