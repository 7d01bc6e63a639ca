"""The use cases, one module per area. The only door for the app and the command line.

Each function takes the open `Library` first, does one user action in one transaction, and gives back small frozen views, never a row.
Every function that changes something returns `Done`: the new state and the `Changes` to announce.
"""
