"""What the live picture is told: frames, the plane they show, and the messages of the browser."""
