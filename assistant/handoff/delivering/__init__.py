"""A request for a person on its way to where the organisation works: once, whatever breaks."""
