import type { AttributionQuery, Breakdown } from "@/api/query-types";

type By = NonNullable<AttributionQuery["by"]>;

const SOURCE = "source";

const isProperty = (each: By[number]): each is Breakdown => "property" in each;

/** The property that tells touches apart. */
export function propertyOf({ by }: AttributionQuery): string {
  return by?.find(isProperty)?.property ?? SOURCE;
}

/** What the people are split by, where they are. */
export function groupsOf({ by }: AttributionQuery): By | undefined {
  const found = by?.filter((each) => !isProperty(each)) ?? [];
  return found.length > 0 ? found : undefined;
}

/** Both together; several segments stand alone, and then touches are told apart by their source. */
export function byOf(property: string, groups: By | undefined): By {
  const alone = groups?.some((each) =>
    Object.values(each).some((names) => Array.isArray(names) && names.length > 1),
  );
  return alone ? (groups ?? []) : [{ property }, ...(groups ?? [])];
}
