"""Mutants: small mistakes put into the reference, to see whether the checks notice."""
