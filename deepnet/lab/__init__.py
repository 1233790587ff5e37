"""What happens over time: settings, runs and their memory, answers, and the frames that show them."""
