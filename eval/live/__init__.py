"""Live quality: a sample of real answers scored without a judge, beside the running server."""
