"""The same reports through our peers, side by side: pages, time and memory."""
