"""What a report says, held against its figures: sums, other editions, and the sentences about them."""
