import type { Words } from "../words";
import type { member as zh } from "../zh/member";

export const member: Words<typeof zh> = {
  points: {
    title: "Points",
    about: "A double-entry ledger: what members hold is what was issued minus what was spent.",
    issued: "Issued",
    spent: "Spent",
    adjusted: "Adjusted by hand",
    outstanding: "Outstanding (liability)",
    holders: "Holders",
    balanced: "The ledger balances",
    notBalanced: "The ledger does not balance; run stayflow check",
    howTo: "Each person's statement is on their 360° page, and so are corrections by hand.",
    rules: "Go to earning rules",
  },
  rules: {
    title: "Earning rules",
    about:
      "Which event of whom earns how many points. A rule holds for events from now on, and no event earns by it twice.",
    new: "New rule",
    edit: "Change rule",
    none: "No earning rules yet",
    noneHint: "For example: every purchase earns one point per unit of money; or every review earns 20.",
    name: "Name",
    sentence: "Each {event} of {people} earns {grant}",
    fixed: "{{n}} points",
    perAmount: "{{n}} points per 1 of {{amount}}",
    grantKind: "How",
    kindFixed: "a fixed number",
    kindPer: "by amount",
    number: "Points",
    amountField: "Amount field",
    simulate: "Try on the last 30 days",
    simulated:
      "The last 30 days would have earned {people} people {{points}} points in {{events}} grants; at most {{max}} for one person.",
    enabled: "Enabled",
    trouble: "It grants nothing until it is mended, and then what it missed:",
    granted: "Granted",
    times: "Times",
    removeHint: "The rule ends; granted points stay.",
  },
};
