import type { Words } from "../words";
import type { sticky as zh } from "../zh/sticky";

export const sticky: Words<typeof zh> = {
  title: "Stickiness",
  about: "On how many days of a week or month people did something.",
  sentence: "On how many days of a {per} {people} did {event}, {range}, {filter}, {compare}",
  people: "Active people",
  average_days: "Days a person",
  share_of_days: "Of the period's days",
  chart: "Mean days of activity, period by period",
  daysName: "{{n}} d",
  table: "Period by period",
  period: "Period",
  open: "not over",
  whoDays: "{{t}}, on exactly {{n}} days",
  hint: {
    average_days: "On how many days of the period an active person did it, on average",
    share_of_days: "Days a person ÷ days of the period",
    last: "The latest period that is over",
  },
};
