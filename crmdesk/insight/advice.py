"""What people usually do about a figure that should be better."""

from __future__ import annotations

from crmdesk.text import N_

ADVICE: dict[str, tuple[str, ...]] = {
    "revenue": (
        N_("Look at which channel, campaign or person it came from, and where it is missing."),
        N_("Call customers who bought at this time last year and have not since."),
    ),
    "pipeline_value": (
        N_("Give every open deal an amount, a day and a next step; close those that are dead."),
        N_("Compare it with the goal: with your win rate, is there enough in it for the next months?"),
    ),
    "weighted_pipeline": (
        N_("Check the probabilities of the stages against how many deals were won from each."),
        N_("Move the largest late deals on first: they weigh most."),
    ),
    "win_rate": (
        N_("Read the reasons why deals were lost; the most frequent one is the first to work on."),
        N_("Qualify earlier: fewer offers to those who will not buy raise the rate and free time."),
    ),
    "stage_conversion": (
        N_("Look at the stage that loses most: what do those that pass it have in common?"),
        N_("Say in one line what must be true before a deal may enter a stage."),
    ),
    "sales_cycle": (
        N_("Plan the next step before each talk ends; deals without one take longest."),
        N_("Look where deals get stuck: an offer without an answer deserves a call."),
    ),
    "average_deal": (
        N_("Offer three sizes instead of one price, and name the middle one first."),
        N_("See whether discounts or small orders pull it down."),
    ),
    "sales_velocity": (
        N_("Find which of the four factors moved; each of them has a page of its own."),
        N_("Shorter cycles help most where deals are many, larger deals where they are few."),
    ),
    "lead_conversion": (
        N_("Answer leads within the hour: the chance to win them falls by the hour."),
        N_("Compare channels: fewer leads from a better one are worth more."),
    ),
    "cac": (
        N_("Compare channels, and read it over several months: money often works later."),
        N_("Compare it with what a customer brings: a third of the lifetime value is a usual limit."),
    ),
    "marketing_roi": (
        N_("Name the campaign on expenses and sales; what is not named counts for none."),
        N_("Stop or change campaigns that cost more than they bring, but give new ones their time."),
    ),
    "lead_response_time": (
        N_("Say who answers new leads each day, and who stands in."),
        N_("A short answer now and a long one later beats only a long one later."),
    ),
    "retention_rate": (
        N_("Talk to every customer some time before the usual gap between purchases is over."),
        N_("Look at the cohorts: if most leave in the first months, the start needs work."),
    ),
    "clv": (
        N_("Keeping customers longer and selling to them again both raise it: see which factor is low."),
        N_("Compare channels: some bring customers who stay."),
    ),
    "churn_rate": (
        N_("Call those who were lost and ask why; note the answer."),
        N_("Look at their last tickets and answers: most losses announce themselves."),
    ),
    "new_customers": (
        N_("See which channel brought them, and do more of what worked."),
        N_("Ask new customers for a recommendation while they are pleased."),
    ),
    "csat": (
        N_("Read the answers of 1 to 3 and call these customers back."),
        N_("See whether long waits or one kind of ticket stand behind them."),
    ),
    "nps": (
        N_("Call the detractors within a week: an answered complaint keeps customers."),
        N_("Ask the promoters for a recommendation or a review."),
    ),
    "response_time": (
        N_("Answer what waits longest first, and say when the whole answer will come."),
        N_("See at which hours and days inquiries come in, and be there."),
    ),
    "resolution_time": (
        N_("Look at the most frequent causes: one that is removed needs no more answers."),
        N_("See what waits for the customer and what waits for you."),
    ),
    "open_tickets": (
        N_("Settle the oldest first, or say honestly that nothing more will be done."),
        N_("Share them out: tickets without an owner wait longest."),
    ),
    "sales_productivity": (
        N_("Look at the time between: fewer deals worked on at once are won sooner."),
        N_("Never compare people by this number alone: their markets differ."),
    ),
    "service_productivity": (
        N_("Write down answers to what is asked often, for the team and for customers."),
        N_("Fast is not good in itself: compare it with satisfaction."),
    ),
    "adoption_rate": (
        N_("Make noting the easiest way: one line after each call."),
        N_("Use it in the weekly talk; what is looked at is kept up."),
    ),
}
