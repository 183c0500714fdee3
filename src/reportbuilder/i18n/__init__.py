"""Languages: the words of the program, numbers and dates as they are written and read, months, where a sentence ends.

In: a language tag, values, text. Out: words, parsed numbers, formatted figures, patterns.
It knows nothing of documents, data or pages, and imports no other room but `diagnostics`.
"""
