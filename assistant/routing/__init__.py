"""What a served model may decide about the kind of a message, and whether it can be trusted to."""
