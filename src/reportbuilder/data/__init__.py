"""The data room: CSV and Excel files read into typed tables, norms, statuses, and figures written the Dutch way."""
