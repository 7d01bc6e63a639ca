"""First start and lock screen."""
