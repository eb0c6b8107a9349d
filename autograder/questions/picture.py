"""Questions of part picture."""
