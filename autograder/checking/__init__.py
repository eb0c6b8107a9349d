"""What a check may use: cases, values, comparisons in words, pictures."""
