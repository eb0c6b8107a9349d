"""Questions of part hrnet."""
