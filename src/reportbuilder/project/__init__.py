"""A project and a report's folder: where things are, and `report.yaml` as frozen settings.

In come YAML files, out go values that know their line and column; `schema` reads the settings of every other room too.
Text, data, styles and pages are not known here.
"""
