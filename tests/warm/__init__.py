"""Projects that stay open while their files change: what they build is what a newly opened project builds."""
