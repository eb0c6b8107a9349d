"""The evidence for the checks: known answers, attacks, mutants, tolerances, what grading costs."""
