import type { Words } from "../words";
import type { status as zh } from "../zh/status";

export const status: Words<typeof zh> = {
  title: "Status",
  about: "Everybody with an event is in exactly one status today; below, the accounts of each period.",
  accounts: "Growth accounting",
  identity: "active = new + kept + returned; churned = active before − kept",
  rules: "Rules",
  rulesHint: "In force as soon as they are saved; nothing has to be computed again",
  activeDays: "Active: last days",
  churnDays: "Churned after days without an event",
  drop: "At risk: active days fell by",
  needed: "Fill this in",
  per: "Period",
  day: "Day",
  week: "Week",
  month: "Month",
  quick: "Quick ratio",
  quickHint: "(new + returned) ÷ churned",
  of: {
    new: "New",
    active: "Active",
    returned: "Returned",
    at_risk: "At risk",
    silent: "Silent",
    churned: "Churned",
  },
  hint: {
    new: "First event ever in the last {{active}} days",
    active: "Active in the last {{active}} days and in the {{active}} before",
    returned: "Active in the last {{active}} days, not in the {{active}} before, but earlier",
    at_risk: "Active on {{drop}} fewer days or less than in the {{active}} days before",
    silent: "No event in the last {{active}} days, but in {{churn}}",
    churned: "No event for {{churn}} days",
  },
  part: { active: "Active", new: "New", kept: "Kept", returned: "Returned", churned: "Churned" },
};
