import type { Words } from "../words";
import type { outcome as zh } from "../zh/outcome";

export const outcome: Words<typeof zh> = {
  attribution: {
    title: "Attribution",
    about:
      "Which touches brought the conversions: each is shared out among the touches before it, beside what they cost.",
    sentence:
      "Credit {conversion} of {people}, worth {amount}, to {touch} within {lookback} before it, told apart by {by}, by {model}, beside {beside}, {range}",
    lookback: "Look-back",
    by: "Property of the touches",
    model: "Model",
    beside: "Models beside it",
    besideNone: "no other model",
    models: {
      first: "first touch",
      last: "last touch",
      last_non_direct: "last non-direct touch",
      linear: "linear",
      position: "position (40-20-40)",
      time_decay: "time decay",
      markov: "Markov",
      shapley: "Shapley",
    },
    chart: "Credit of each touch (conversions)",
    table: "Credit and cost",
    conversions: "Conversions",
    value: "Value",
    share: "Share",
    converted: "People who converted",
    untouched: "Without a touch",
    pending: "May still convert",
    cost: "Cost",
    cpa: "CPA",
    roas: "ROAS",
    other: "the rest",
    hint: {
      untouched:
        "Conversions with no touch in their look-back; with the credits they add up to all conversions",
      pending: "Paths without conversion whose window is not over; no part of the Markov chain",
      cost: "From the acquisition costs on the Value page, spread over the days of the month",
    },
    whoCredited: "People whose conversions {{name}} has a share of",
  },
};
