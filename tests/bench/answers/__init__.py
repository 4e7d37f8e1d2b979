"""What askers get over all shared text, beside the baselines of the same run."""
