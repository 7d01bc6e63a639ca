"""The vault: keys, slots, the sealed file, erasing. Nothing here knows what is sealed."""
