"""Accounts of answers for those who look over them."""
