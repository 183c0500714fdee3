"""Raster images: files to pixels, and pixels to the image streams of each edition."""
