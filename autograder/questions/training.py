"""Questions of part training."""
