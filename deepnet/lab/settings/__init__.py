"""Every choice of a run: what it may be, how it travels in a link, and choices worth a look."""
