import type { PersonRow } from "@/api/people";
import { personName } from "@/builders/people-drawer/person-name";

export interface Found {
  group: "pages" | "people" | "segments" | "events" | "actions";
  label: string;
  path: string;
  /** Other words it is found by. */
  also?: string;
}

/** People of a search as entries of the palette. */
export function foundPeople(people: PersonRow[]): Found[] {
  return people.slice(0, 6).map((person) => ({
    group: "people",
    label: personName(person),
    path: `people/${person.person_id}`,
  }));
}
