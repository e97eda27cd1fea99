"""Copy -> Publication: reads every file of the edition, enters all names, then makes what refers to them."""

from __future__ import annotations

from compiler.check.blocks import enter_anchors
from compiler.check.chapters import (
    enter_report,
    make_convergence,
    make_report,
    read_convergences,
    read_reports,
)
from compiler.check.dates import check_dates
from compiler.check.desk import FRAME, Desk
from compiler.check.faults import Faults
from compiler.check.figures import check_figures
from compiler.check.frame import Frame, frame, geography, twice
from compiler.check.house import check_house
from compiler.check.limits import check_limits
from compiler.check.matter import enter_matter, general_sources, make_matter, read_matter
from compiler.check.printers import default_printer, printers
from compiler.check.references import Names
from compiler.check.sheets.frame import PublicationSheet, WordsSheet
from compiler.check.spots import Words
from compiler.model.copy import Anchor, Field, PartId, Slug
from compiler.model.look import Look
from compiler.model.publication import ConvergenceSettings, Publication
from compiler.model.tree import Copy


def publication(copy: Copy, language: str | None, look: Look | None, faults: Faults) -> Publication | None:
    """The publication in a language, the first listed when none is asked for; None when its frame is out of order."""
    sheet = Desk(copy, "", faults).sheet(PublicationSheet, FRAME, "publication")
    if sheet is None:
        return None
    chosen = _language(sheet, language)
    if chosen is None:
        return None
    desk = Desk(copy, chosen, faults)
    words = _words(desk, sheet)
    if words is None or sheet.date is None:
        return None
    made = frame(desk, sheet, words, look)
    return _publication(desk, sheet, words, made, look)


def _language(sheet: PublicationSheet, asked: str | None) -> str | None:
    languages = [str(each) for each in sheet.languages if not each.blank]
    if asked is None:
        return languages[0] if languages else None
    # A language that is not listed has been reported where its files were looked for.
    return asked if asked in languages else None


def _words(desk: Desk, sheet: PublicationSheet) -> WordsSheet | None:
    path = desk.file(desk.folder("words"))
    if desk.absent(path):
        desk.faults.error(
            "missing-copy",
            f"there are no words in `{desk.language}`",
            desk.faults.spot(sheet.field_of("languages")),
            "listed here",
            help=(f"write {path}: title, names of themes, terms",),
        )
    return desk.sheet(WordsSheet, path, "words")


def _publication(
    desk: Desk, sheet: PublicationSheet, words: WordsSheet, made: Frame, look: Look | None
) -> Publication | None:
    assert sheet.date is not None
    slugs = twice(desk, "report", sheet.reports)
    order = twice(desk, "convergence", sheet.convergences.order) if sheet.convergences else []
    reports = read_reports(desk, slugs)
    convergences = read_convergences(desk, order)
    matter = read_matter(desk, made)
    presses = printers(desk)
    names = _names(desk, made, slugs)
    names.general = {each.key: each for _, group in general_sources(matter) for each in group}
    for each in reports:
        enter_report(names, each)
    for slug in order:
        names.anchors[Anchor(str(slug))] = "part"
    for each in convergences:
        enter_anchors(names, PartId(each.slug), each.sheet.body)
    enter_matter(names, matter)
    names.silent = {PartId(each.slug) for each in reports if each.sheet is None}
    names.silent |= {PartId(str(slug)) for slug in order} - {PartId(each.slug) for each in convergences}
    result = Publication(
        slug=Slug(str(sheet.slug)),
        language=desk.language,
        title=words.title,
        author=words.author,
        subject=words.subject,
        keywords=tuple(each.text for each in words.keywords),
        date=sheet.date,
        geography=geography(sheet.geography, words),
        convergence_settings=ConvergenceSettings(
            len(order), sheet.convergences.reports_each if sheet.convergences else 0
        ),
        parts=made.parts,
        families=made.families,
        themes=made.themes,
        partners=made.partners,
        terms=made.terms,
        matter=make_matter(desk, names, matter, look),
        reports=tuple(make_report(desk, names, made, each) for each in reports),
        convergences=tuple(make_convergence(desk, names, each) for each in convergences),
        printers=presses,
        printer=default_printer(desk, sheet, presses),
        field=Field("publication"),
    )
    check_limits(result, desk.faults)
    check_figures(result, desk.faults)
    check_dates(result, names.uses, tuple(each.text for each in words.look_ahead), desk.faults)
    check_house(result, desk.copy, names, look, desk.faults)
    return result


def _names(desk: Desk, made: Frame, slugs: list[Words]) -> Names:
    names = Names(desk.faults, {Slug(str(slug)): slug.spot for slug in slugs}, {each.key: each for each in made.themes})
    covers = {"cover", "reports", "convergences"}
    for setting in made.parts:
        if setting.kind not in covers:
            names.anchors[Anchor(setting.kind)] = "part"
    for slug in slugs:
        names.anchors[Anchor(str(slug))] = "part"
    return names
