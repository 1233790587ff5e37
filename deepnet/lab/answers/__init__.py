"""What a network answers to rows: right and wrong, which inputs matter, one example."""
