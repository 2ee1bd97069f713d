import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "./cell-before";

interface Props {
  now: number | null;
  before: number | null | undefined;
  /** The people of the number of now. */
  behind: PeopleBehind;
  compact?: boolean;
}

/** How many people it were in the range compared with; they are a click away as well. */
export function PeopleBefore({ now, before, behind, compact = false }: Props) {
  const { source } = behind;
  const then =
    source.kind === "query"
      ? { ...behind, source: { ...source, who: { ...source.who, compared: true } } }
      : null;
  return (
    <CellBefore now={now} before={before}>
      <PeopleNumber compact={compact} value={before} behind={then} />
    </CellBefore>
  );
}
