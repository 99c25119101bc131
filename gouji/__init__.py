"""The command line of Gouji, and the deployment of all services on one machine."""
