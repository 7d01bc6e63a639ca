"""What is covered in a clip, followed from picture to picture."""
