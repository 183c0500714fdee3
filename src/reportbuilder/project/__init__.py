"""Finds the folders and files of a project and of a report, and reads `report.yaml` as frozen settings.

In: YAML files. Out: values that know their line and column; `schema` reads the settings of every other room too.
Text, data, styles and pages are not known here.
"""
