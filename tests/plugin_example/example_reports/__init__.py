"""An example of a package that adds to reportbuilder: a module for each thing that it adds."""
