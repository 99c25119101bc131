"""`gouji up` (all services on this machine) and `gouji serve` (one service, configured by environment)."""
