"""Background jobs: durable, with progress, cancel and retry; a killed process loses none."""
