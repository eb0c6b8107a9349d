"""The kit as an autograder of Gradescope: what is uploaded, and what runs there."""
