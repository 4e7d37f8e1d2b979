"""The desk: one page on which staff take over, answer, pass on, look at answers, and close."""
