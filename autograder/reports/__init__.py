"""The record of a graded submission, and its views: pages, tables, texts."""
