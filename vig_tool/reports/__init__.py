"""Reports: pages made from plain data."""
