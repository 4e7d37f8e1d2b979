"""What looks wrong waits for a person: quarantine, decisions, and what a decision does."""
