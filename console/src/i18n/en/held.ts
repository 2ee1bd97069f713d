import type { Words } from "../words";
import type { held as zh } from "../zh/held";

export const held: Words<typeof zh> = {
  title: "{{n}} changes of “{{name}}” were told to nobody ({{at}})",
  why: "So many people at once mostly come of an import or a mistake in a rule, so they did not become events one by one: no trigger and no trend has seen them. The changes themselves are recorded.",
  tell: "Tell them",
  tellSure: "Make events of {{n}} changes? Whatever is triggered by them will run.",
  drop: "Drop them",
  telling: "Changes of “{{name}}” are being told: {{told}} of {{n}}",
};
