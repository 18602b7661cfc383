"""Services the test run starts for itself."""
