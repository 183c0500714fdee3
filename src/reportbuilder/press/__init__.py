"""In: a house style with the ICC profile of its press, and images.
Out: colours and images in the inks of that press, and what the press cannot hold.
It may not know documents, pages or PDF."""
