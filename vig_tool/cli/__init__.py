"""The command line, `vig-tool`."""
