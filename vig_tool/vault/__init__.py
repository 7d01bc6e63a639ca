"""Keys, slots, the sealed file, and erasing: what keeps a family's films from everybody who should not see them."""
