"""What is different in a later edition: States, submissions, treatments, and every cell that moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.summary.tables import Cell, Content, cells

Value = int | str | None


@dataclass(frozen=True)
class Moved:
    """A cell with its value in both editions: None where one has no such cell, or does not tell it (`hidden`)."""

    address: str
    section: str
    question: str
    measure: str
    choice: str
    group: str
    old: Value
    new: Value
    old_hidden: bool = False
    new_hidden: bool = False


def compare(old: Content, new: Content) -> dict[str, Any]:
    """States added and removed, submissions superseded, treatments that came or went, figures of the replies that
    differ, and every cell that moved with its old and new value."""
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
        "treatments_added": treatments_without(new, old),
        "treatments_removed": treatments_without(old, new),
        "replies": replies(old, new),
        "cells": moved(old, new),
    }


def by_state(edition: Content) -> dict[str, Mapping[str, Any]]:
    """What is compiled, by State."""
    return {state["iso3"]: state for state in edition["states"]}


def treatments_without(edition: Content, other: Content) -> list[Mapping[str, Any]]:
    """The treatments of an edition that the other does not have; the first format had none."""
    known = {treatment["number"] for treatment in other.get("treatments", ())}
    return [treatment for treatment in edition.get("treatments", ()) if treatment["number"] not in known]


def replies(old: Content, new: Content) -> list[dict[str, Any]]:
    """The figures of the replies that differ: members, sent, received and the others of the total."""
    return [
        {"figure": name, "old": old["total"][name], "new": value}
        for name, value in new["total"].items()
        if old["total"][name] != value
    ]


def moved(old: Content, new: Content) -> list[Moved]:
    """The cells whose value differs, in the order of the new edition."""
    before, after = by_address(old), by_address(new)
    addresses = [*after, *(address for address in before if address not in after)]
    changed = [address for address in addresses if value_of(before, address) != value_of(after, address)]
    sections = {block["question"]: block["section"] for edition in (old, new) for block in edition["questions"]}
    hidden = hidden_in(old), hidden_in(new)
    return [moved_cell(address, before, after, sections, hidden) for address in changed]


def by_address(edition: Content) -> dict[str, Cell]:
    """The figures of an edition by their addresses."""
    return {cell.address: cell for cell in cells(edition)}


def value_of(figures: Mapping[str, Cell], address: str) -> Value:
    """The value at an address; None where there is none."""
    return figures[address].value if address in figures else None


def hidden_in(edition: Content) -> set[tuple[str, str]]:
    """Question and group of what is not told, so that no State is revealed."""
    return {
        (block["question"], found["group"])
        for block in edition["questions"]
        for found in block["groups"]
        if found.get("hidden")
    }


def moved_cell(
    address: str,
    before: Mapping[str, Cell],
    after: Mapping[str, Cell],
    sections: Mapping[str, str],
    hidden: Sequence[set[tuple[str, str]]],
) -> Moved:
    """A cell that moved, with the reason where a value is missing."""
    cell = after.get(address) or before[address]
    old, new = value_of(before, address), value_of(after, address)
    is_hidden = [(cell.question, cell.group) in pairs for pairs in hidden]
    return Moved(
        address=address,
        section=sections[cell.question],
        question=cell.question,
        measure=cell.measure,
        choice=cell.choice,
        group=cell.group,
        old=old,
        new=new,
        old_hidden=old is None and is_hidden[0],
        new_hidden=new is None and is_hidden[1],
    )
