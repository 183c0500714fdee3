"""The versions of a report: their register, what each froze, and what changed between them."""
