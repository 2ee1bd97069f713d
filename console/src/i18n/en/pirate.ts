import type { Words } from "../words";
import type { pirate as zh } from "../zh/pirate";

export const pirate: Words<typeof zh> = {
  title: "Pirate funnel",
  about:
    "Acquisition, activation, retention, revenue, referral: five stages on one page, against as many days before.",
  sentence: "{people}, {range}, against as many days before",
  stage: {
    acquisition: "Acquisition",
    activation: "Activation",
    retention: "Retention",
    revenue: "Revenue",
    referral: "Referral",
  },
  of: {
    acquisition: "people whose first {step} ever",
    activation: "of them, who did {step}",
    retention: "who did {step} before and again",
    revenue: "with an order of {step}, money from {amount}",
    referral: "who did {step}",
  },
  base: {
    acquisition: "of active people",
    activation: "of those acquired",
    retention: "of those before",
    revenue: "of active people",
    referral: "of active people",
  },
  before: "before: {people}, {rate}",
  money: "Revenue {{money}} (before {{before}})",
  define: "choose an event",
  notSaid: "No event of the project looks like this stage; choose one to see its numbers.",
  suggested: "guessed from the project's events; saved, they hold for everybody",
  savedBy: "saved by {{by}} at {{at}}",
  save: "Save the stages",
  trends: "People of each stage",
  trend: "Trend of {{stage}}",
  asOf: "As of {{at}}, {{rows}} rows read",
  days: "{{from}} to {{to}}, against {{before}} to {{until}}",
};
