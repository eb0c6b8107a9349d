"""Results on their way to a gradebook: for each consumer a file that it takes as it is."""
