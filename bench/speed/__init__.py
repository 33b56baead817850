"""How fast Dateline is beside the build that the targets for speed were set against."""
