"""Whole trainings: the smoke run, and recipes compared on one budget."""
