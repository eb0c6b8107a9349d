"""What is graded: from paths and repositories to a notebook's bytes, and from those to names."""
