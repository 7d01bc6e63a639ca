"""Finding moments: the list's filter and order, the search beyond this film, changing several at once, playing all that was found."""
