"""Views of a record: HTML pages."""
