"""The archive package of a released version: made, described by the standards of archives, and verified."""
