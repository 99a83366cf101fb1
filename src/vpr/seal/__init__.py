"""Seal: the Ed25519 key of an installation and letters signed by it. No Django: the folder of the key is an argument."""
