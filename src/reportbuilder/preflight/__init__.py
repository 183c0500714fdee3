"""In: the bytes of a finished PDF, ours or another's, and the limits of a press.
Out: a verdict: the standards that it promises, the requirements that it breaks, and what was not judged.
It may not know how a PDF is written (`pdf/`), nor anything of reports."""
