"""The running service: the only place that knows every part."""
