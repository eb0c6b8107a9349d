"""Who grades: the judge, its checks as a pytest session, batches of submissions, their results."""
