"""The chart room: what a chart shows, its figures, and its drawing as a vector picture."""
