"""The worker process: `python -m sluice.worker`, started and driven by Sluice."""
