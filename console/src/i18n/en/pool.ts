import type { Words } from "../words";
import type { pool as zh } from "../zh/pool";

export const pool: Words<typeof zh> = {
  title: "Flow pool",
  about:
    "People and money in the pool right now, where they come from and where they go; the page updates by itself.",
  sentence: "The pool of {model} (outside: {lost}), {people}, {range}, {by} (first value), {compare}",
  model: "Lifecycle model",
  lost: "Stages outside of the pool",
  noneLost: "nothing",
  noModel: "There is no lifecycle model yet",
  toLifecycle: "Choose a lifecycle model",
  empty: "Nobody is in a stage yet",
  emptyHint:
    "The pool is layered by the stages of a lifecycle: choose or write a model on the lifecycle page; it is then computed every night and kept up with each event.",
  told: "Asked at {{at}}, again as soon as anything changes",
  asked: "Asked at {{at}}, again every {{n}} seconds, as the live connection is not there",
  of: { people: "In the pool", entered: "Entered", left: "Left", payers: "Payers" },
  short: { entered: "In", left: "Out", payers: "Payers" },
  hint: {
    people: "Who is in a stage of the pool at the end of the range",
    entered: "Of them, who were not in it before the range: new, or back after being lost",
    left: "Who were in it before the range and are not any more",
    payers: "Who paid in the range",
    unplaced: "Known people whose stage was not computed yet; the next night places them",
  },
  now: "People",
  share: "Share of the largest line",
  net: "{{n}} net",
  revenue: "Revenue",
  unplaced: "In no stage yet",
  stage: "Stage",
  byStage: "By stage",
  byStageNote: "in and out of the stage itself",
  outside: "{{name}} (outside)",
  bySource: "By first {{by}}",
  firstValue: "the first value each person ever had, updated every minute",
};
