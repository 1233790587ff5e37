"""Many networks at once: grids of settings, their ensembles, and the workers beside the server."""
