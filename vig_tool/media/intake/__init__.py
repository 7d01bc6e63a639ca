"""What a film is and whether it may come in: the gate, the facts, parts a camera cut."""
