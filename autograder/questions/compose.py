"""Questions of part compose."""
