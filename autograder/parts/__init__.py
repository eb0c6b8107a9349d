"""All that knows a part of the assignment by name: syllabus, adapters, checks, cases."""
