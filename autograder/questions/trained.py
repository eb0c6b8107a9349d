"""Questions of part trained."""
