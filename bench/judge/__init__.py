"""How the judge of evidence that Dateline ships was trained, exported and calibrated."""
