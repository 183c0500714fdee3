"""Charts: a description (`charts/*.yaml`) and a data table come in, a vector picture with its texts goes out, and the
figures in words. matplotlib draws them, on axes in the house style; it is loaded only for a chart that is not kept. The
room knows nothing of pages, PDF or the comparison of versions, and a kind of chart nothing of the other kinds."""
