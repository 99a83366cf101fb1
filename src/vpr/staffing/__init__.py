"""Локальные акты школы: rooms, organizers, experts, and the orders that name them."""
