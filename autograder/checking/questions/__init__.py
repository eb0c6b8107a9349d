"""How a question is put to a student's names: in a known state, in time, in plain values."""
