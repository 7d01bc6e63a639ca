"""Every picture's time, and where a film is damaged."""
