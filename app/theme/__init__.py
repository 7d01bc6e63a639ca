"""How it looks: tokens, the style sheet and palette made from them, icons, the principles' shapes."""
