"""Study-tour bases and their programmes."""
