"""One experiment: what learns, what happened to it, and its memory."""
