"""The command line, `vig-tool`: the same use cases as the app, for scripts and terminals."""
