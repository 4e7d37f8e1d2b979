"""People label answers blind; how far they agree with each other and with a judge model."""
