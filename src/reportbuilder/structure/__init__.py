"""What a document means: its structure elements, built before anything is laid out."""
