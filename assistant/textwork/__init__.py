"""Text work: rewrite, shorten, summarise, translate or draft a letter, from a given text only."""
