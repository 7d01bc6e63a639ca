"""The picture tools of the film room: near and far, turned, lit, again and again, stills, drawings, side by side."""
