"""What each edition asks of the other rooms, as data."""
