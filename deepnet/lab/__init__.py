"""What happens over time: settings, a run and its memory, and the frames that show it."""
