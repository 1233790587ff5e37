"""Lessons: short experiments as data, and goals that notice by themselves when they are met."""
