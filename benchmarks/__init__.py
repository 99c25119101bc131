"""What costs how much, as ratios measured in one run (`make bench`)."""
