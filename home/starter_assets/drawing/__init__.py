"""The drawing: curves, plate, paper and seal at the bottom, motifs above them, scenes on top."""
