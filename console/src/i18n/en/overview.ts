import type { Words } from "../words";
import type { overview as zh } from "../zh/overview";

export const overview: Words<typeof zh> = {
  title: "Overview",
  range: "Last {{n}} days",
  people: "People",
  active: "Active",
  new: "New",
  kept: "Kept",
  returned: "Returned",
  revenue: "Revenue",
  orders: "Orders",
  hint: {
    people: "everybody known, each as one person",
    active: "people with at least one event in the range",
    new: "people first seen in the range",
    kept: "active in the previous range of equal length, and again in this one",
    returned: "seen earlier, absent in the previous range, back in this one",
  },
  daily: "per day",
  activity: "Active people per day",
  activeLine: "active",
  newLine: "new",
  returnedLine: "returned",
  revenueDaily: "Revenue per day",
  stages: "Lifecycle stages",
  stagesAll: "See the flow",
  dataTo: "Data last arrived on {{day}}",
  rangeIs: "{{from}} to {{to}}",
  empty: "No data yet",
  emptyHint:
    "Import a file of orders or behaviour first (CSV, JSON lines, Parquet); minutes later people, activity, revenue and stages are here.",
  importFile: "Import a file",
  stageOf: "People in stage {{stage}}",
};
