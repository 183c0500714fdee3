"""The colours of a press: its ICC profile, what screen colours and images become in its inks, and what it can hold."""
