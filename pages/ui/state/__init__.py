"""What belongs to one visitor, one file per noun: nothing else touches the session or the address."""
