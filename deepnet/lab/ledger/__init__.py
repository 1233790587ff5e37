"""One training step followed number by number: its walk, its sums, its check, its source."""
