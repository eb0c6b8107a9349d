"""The data set's files: fetched, verified, measured."""
