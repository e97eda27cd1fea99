"""PDF/UA-1 and PDF/A-2a by veraPDF: a stress document with every construct, and that the oracle can say no."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from tests.typeset.builders import a_poured, set_, settings
from tests.typeset.stress import drawn
from tests.vera import check_bytes

pytestmark = pytest.mark.slow


def test_everything_the_layouts_allow_conforms() -> None:
    verdicts = check_bytes(drawn(), "ua1", "2a")
    assert all(verdict.passed for verdict in verdicts), "\n".join(map(str, verdicts))


def test_a_proof_conforms_too() -> None:
    poured = a_poured('<h1>Head</h1><p data-src="one/p">text</p>')
    outcome = set_(poured, given=settings(pdf=True, stamp="PROOF", marks=(("one/p", "too long"),)))
    assert outcome.value is not None
    verdicts = check_bytes(outcome.value.pdf, "ua1", "2a")
    assert all(verdict.passed for verdict in verdicts), "\n".join(map(str, verdicts))


def test_what_does_not_conform_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn())))
    del writer.root_object[NameObject("/StructTreeRoot")]
    del writer.root_object[NameObject("/Metadata")]
    out = io.BytesIO()
    writer.write(out)
    for verdict in check_bytes(out.getvalue(), "ua1", "2a"):
        assert not verdict.passed
        assert verdict.faults
