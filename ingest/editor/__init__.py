"""The report for web editors: what is in the library, what is wrong with it, what is missing."""
