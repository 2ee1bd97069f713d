import type { Identity } from "@/api/people";

const BEST_FIRST = ["email", "phone", "member", "user_id"];

interface Known {
  person_id: number;
  identities: Identity[];
  attributes?: Record<string, unknown>;
}

/** The most human name a person has: a stated name, an address, a known identity, or the bare number. */
export function personName({ person_id, identities, attributes = {} }: Known): string {
  for (const stated of [attributes["name"], attributes["email"]]) {
    if (typeof stated === "string" && stated) return stated;
  }
  for (const kind of BEST_FIRST) {
    const found = identities.find((identity) => identity.kind === kind);
    if (found) return found.value;
  }
  const first = identities[0];
  return first ? `${first.kind} ${first.value}` : `#${person_id}`;
}
