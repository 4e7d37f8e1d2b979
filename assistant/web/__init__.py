"""Everything that speaks HTTP: the chat, the desk, the API and what guards them."""
