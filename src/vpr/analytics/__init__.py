"""«Аналитика»: columnar snapshots, the seven reports for every level, charts, downloads."""
