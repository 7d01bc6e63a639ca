"""Settings of the open library."""
