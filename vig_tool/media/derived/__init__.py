"""What is made from a film beside it and may be thrown away: filmstrip, waveform, copy for playing."""
