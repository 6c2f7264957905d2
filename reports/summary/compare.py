"""What late replies changed: the difference of two editions."""

from collections.abc import Mapping
from typing import Any

from reports.summary.tables import Content, cells


def compare(old: Content, new: Content) -> dict[str, Any]:
    """States added and removed, submissions superseded, and every cell that moved with its old and new value."""
    before, after = by_state(old), by_state(new)
    superseded = [
        {"iso3": iso3, "old": before[iso3]["submission"], "new": after[iso3]["submission"]}
        for iso3 in sorted(before.keys() & after.keys())
        if before[iso3]["submission"] != after[iso3]["submission"]
    ]
    return {
        "states_added": sorted(after.keys() - before.keys()),
        "states_removed": sorted(before.keys() - after.keys()),
        "superseded": superseded,
        "cells": moved(old, new),
    }


def by_state(edition: Content) -> dict[str, Mapping[str, Any]]:
    """What is compiled, by State."""
    return {state["iso3"]: state for state in edition["states"]}


def moved(old: Content, new: Content) -> list[dict[str, Any]]:
    """The cells whose value differs, in the order of the new edition; None where one edition has no such cell."""
    before = {cell.address: cell.value for cell in cells(old)}
    after = {cell.address: cell.value for cell in cells(new)}
    addresses = [*after, *(address for address in before if address not in after)]
    return [
        {"address": address, "old": before.get(address), "new": after.get(address)}
        for address in addresses
        if before.get(address) != after.get(address)
    ]
