"""What a careful reader should know of the figures: small samples, records left out, gaps, changes since printed."""

from __future__ import annotations

from collections.abc import Iterable

from crmdesk.domain.figure import Unit
from crmdesk.domain.wording import date_text, figure_text, money_text, number_text
from crmdesk.kpi.base import all_kpis
from crmdesk.report.material import Material
from crmdesk.report.parts import Definition, Points, Section, Words
from crmdesk.report.scorecard import numbers, primary
from crmdesk.report.tables import beside, count, hidden, money, number
from crmdesk.text import _, n_

_CHANGES, _LETTERS = 6, 12


def notes(material: Material, missing: Iterable[str] = ()) -> Section:
    """The notes on the data, the weightiest first; `missing` are the letters that no font has."""
    letters = [letters_note(missing)] if missing else []
    said = _notes(material) + letters
    points = Points(said) if said else Words(_("Nothing was left out, and no sample is small."))
    return Section("notes", _("Notes on the data"), [points])


def _notes(material: Material) -> list[str]:
    said = [_running(material), *_changed(material), _small(material), _missing(material), *_left_out(material)]
    said += [_assumed(material), _maturing(material), _certain(material)]
    return [text for text in said if text]


def _certain(material: Material) -> str:
    """What stands in brackets after a share."""
    if not any(one.interval and not one.figure.missing for one in material.results.values()):
        return ""
    return _("In brackets after a share: between which it lies with 95 % certainty, for the number of cases.")


def letters_note(missing: Iterable[str]) -> str:
    """Which letters of the data could not be printed."""
    codes = [f"U+{ord(letter):04X}" for letter in missing]
    shown = ", ".join(codes[:_LETTERS]) + (" …" if len(codes) > _LETTERS else "")
    text = n_(
        "{n} letter in the data is in none of the fonts and stands as �: {codes}.",
        "{n} letters in the data are in none of the fonts and stand as �: {codes}.",
        len(codes),
    )
    return text.format(n=number_text(len(codes)), codes=shown)


def definitions(material: Material) -> list[Definition]:
    """The formula of every figure in words, by its footnote."""
    shown = {one.id for one in primary()}
    found = [
        Definition(numbers()[one.id], _(one.name), _(one.formula), one.id in shown)
        for one in all_kpis()
        if not hidden(material.results[one.id])
    ]
    return sorted(found, key=lambda one: one.number)


def _running(material: Material) -> str:
    if not material.running:
        return ""
    if not material.span.begun:
        return _("The period has not begun.")
    return _("The period is not over: figures reach to {day}, and what they are compared with is cut as early.").format(
        day=date_text(material.span.last)
    )


def _changed(material: Material) -> list[str]:
    found = list(material.changed.values())
    said = [f"{_(material.results[one.kpi].kpi.name)}: {one.text}." for one in found[:_CHANGES]]
    if len(found) > _CHANGES:
        left = len(found) - _CHANGES
        text = n_("{n} more figure changed since printed.", "{n} more figures changed since printed.", left)
        said.append(text.format(n=number_text(left)))
    return said


def _small(material: Material) -> str:
    named = [
        _("{name} (n = {n})").format(name=_(one.kpi.name), n=number_text(one.figure.n))
        for one in material.results.values()
        if one.small_sample and not one.figure.missing and one.kpi.unit is not Unit.COUNT and not hidden(one)
    ]
    return _("Small samples, under 10, to be read with care: {names}.").format(names=", ".join(named)) if named else ""


def _missing(material: Material) -> str:
    without: dict[str, list[str]] = {}
    for one in material.results.values():
        if one.figure.missing and not hidden(one):
            why = figure_text(None, one.kpi.unit, one.currency, one.figure.reason)
            without.setdefault(why, []).append(_(one.kpi.name))
    said = [_("{names} ({why})").format(names=", ".join(names), why=why) for why, names in without.items()]
    return _("Without a figure: {names}.").format(names="; ".join(said)) if said else ""


def _left_out(material: Material) -> list[str]:
    """Records that a figure could not count, with their number."""
    results, currency = material.results, material.settings.currency
    without = count(beside(results["pipeline_value"]).get("without_amount"))
    unpriced = results["sales_cycle"].figure.n - results["average_deal"].figure.n
    leads = next((row.n for row in results["lead_conversion"].figure.by.get("channel", ()) if row.key is None), 0)
    spent = money(beside(results["cac"]).get("without_channel"))
    campaign = money(beside(results["marketing_roi"]).get("marketing_without_campaign"))
    revenue = beside(results["revenue"])
    told = int(results["revenue"].figure.value or 0)
    nobody = told - sum(money(revenue.get(part)) for part in ("from_new_customers", "from_returning_customers"))
    return [
        _counted(
            without,
            n_(
                "{n} open deal has no amount: the pipeline lacks it.",
                "{n} open deals have no amount: the pipeline lacks them.",
                without,
            ),
        ),
        _counted(
            unpriced,
            n_(
                "{n} deal won has no amount: the average deal lacks it.",
                "{n} deals won have no amount: the average deal lacks them.",
                unpriced,
            ),
        ),
        _counted(leads, n_("{n} lead came without a channel.", "{n} leads came without a channel.", leads)),
        _paid(spent, _("Marketing and sales expenses without a channel: {money}."), currency),
        _paid(campaign, _("Marketing expenses without a campaign, 12 months: {money}."), currency),
        _paid(nobody, _("Revenue that belongs to no customer: {money}."), currency),
    ]


def _assumed(material: Material) -> str:
    stands = beside(material.results["clv"])
    years = number(stands.get("lifespan_years"))
    if not stands.get("assumed") or years is None:
        return ""
    return _("Customer lifetime value takes the lifespan that the settings assume: {n} years.").format(
        n=number_text(years, 1)
    )


def _maturing(material: Material) -> str:
    result = material.results["lead_conversion"]
    stands = beside(result)
    if result.figure.missing or not stands.get("maturing"):
        return ""
    usual = number(stands.get("median_days_to_convert"))
    if usual is None:
        return _("Lead conversion is still maturing: leads of the period may yet buy.")
    return _("Lead conversion is still maturing: half of the leads that buy take more than {n} days.").format(
        n=number_text(usual)
    )


def _counted(n: int, sentence: str) -> str:
    return sentence.format(n=number_text(n)) if n > 0 else ""


def _paid(amount: int, sentence: str, currency: str) -> str:
    return sentence.format(money=money_text(amount, currency)) if amount else ""
