"""Starter pictures: drawn by code in the manner of rubbings of Han pictorial stones, never photographs."""
