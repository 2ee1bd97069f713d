import type { Identity } from "@/api/people";

const BEST_FIRST = ["name", "email", "phone", "member", "user_id", "household"];

interface Known {
  person_id: number;
  identities: Identity[];
  attributes?: Record<string, unknown>;
}

/** The most human name a person has: a stated name, a known identity, or the bare number. */
export function personName({ person_id, identities, attributes }: Known): string {
  const stated = attributes?.["name"];
  if (typeof stated === "string" && stated) return stated;
  for (const kind of BEST_FIRST) {
    const found = identities.find((identity) => identity.kind === kind);
    if (found) return kind === "household" ? `household ${found.value}` : found.value;
  }
  return identities[0] ? identities[0].value : `#${person_id}`;
}
