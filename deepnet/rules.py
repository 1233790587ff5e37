"""Rules: those of one kind by name, a dict that answers a wrong name with a sentence."""


class Rules(dict):
    """The entries of one kind by name.  An unknown name is a ValueError that lists the known ones.

    >>> Rules("fruit", apple=1, pear=2)["aple"]
    Traceback (most recent call last):
    ValueError: unknown fruit 'aple'; choose from apple, pear
    """

    def __init__(self, noun: str, /, **entries):
        super().__init__(entries)
        self.noun = noun

    def add(self, entry):
        """Enter a rule under its own name, and give it back."""
        self[entry.name] = entry
        return entry

    def __missing__(self, name):
        raise ValueError(f"unknown {self.noun} {name!r}; choose from {', '.join(self)}")

    def __reduce__(self):
        return type(self), (self.noun,), None, None, iter(self.items())
