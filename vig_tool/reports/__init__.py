"""What is printed: made from plain data, given back as the bytes of a PDF."""
