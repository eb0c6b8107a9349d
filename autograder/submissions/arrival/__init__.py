"""Who handed in what: the roster, the forms in which work arrives, and the two brought together."""
