import type { Catalogue } from "@/api/catalogue";
import type { Breakdown } from "@/api/query-types";

/** Names that tell where people come from, the surest first. */
const NAMES = [
  "first_channel",
  "channel",
  "first_source",
  "source",
  "utm_source",
  "acquisition_channel",
  "store",
  "city",
  "province",
  "country",
];

/** By what a project's people are told apart at first: an attribute of theirs, or a property of events. */
export function firstSource(known: Catalogue | undefined): Breakdown[] {
  if (!known) return [];
  for (const name of NAMES) {
    if (known.attributes.some((each) => each.name === name)) return [{ attribute: name }];
    if (known.properties.some((each) => each.name === name)) return [{ property: name }];
  }
  return [];
}
