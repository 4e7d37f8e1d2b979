"""A judge model: what it is asked, how often it says the same, and what it said."""
