"""The rules, a file for each or for a tight family, named for the defect; services.validate.registry finds them all."""
