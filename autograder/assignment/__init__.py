"""What is handed out: notebooks, bundle, workflow, and the search for answers in them."""
