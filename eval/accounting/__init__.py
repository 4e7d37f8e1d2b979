"""The accounting pack: what an organisation needs to answer for its assistant."""
