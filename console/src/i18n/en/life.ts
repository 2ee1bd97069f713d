import type { Words } from "../words";
import type { life as zh } from "../zh/life";

export const life: Words<typeof zh> = {
  rfm: {
    title: "RFM",
    about: "Buyers in eight classes, by how recent, how frequent and how valuable.",
    sentence: "{event} of {people} in the {range}, counted by {amount}, in eight classes",
    cuts: "Cuts: recent is within {{r}} days, frequent is {{f}} times or more, high is {{m}} or more",
    share: "{{share}} of buyers",
    amount: "{{amount}} in total",
    average: "{{amount}} each",
    high: "high",
    low: "low",
    who: "RFM {{name}}",
    label: "The eight RFM classes",
  },
  stage: {
    title: "Lifecycle",
    about: "Where everyone stands now, and how people move between the stages.",
    sentence: "People by lifecycle stage, and who moved from which stage to which in the {range}",
    now: "People now",
    flow: "Moves between stages",
    none: "Nobody has a stage yet",
    noneHint: "Once there are events, everyone gets a stage at the next computation. Import data first.",
    noMoves: "Nobody changed stage in this range. Stages are decided anew after every batch of data.",
    from: "From",
    to: "To",
    people: "People",
    newcomers: "new",
    who: "{{from}} → {{to}}",
    in: "In stage {{stage}}",
  },
};
