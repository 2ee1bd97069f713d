import type { ReactNode } from "react";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";
import { CellBefore } from "./cell-before";
import { PeopleBefore } from "./people-before";

interface Props {
  label: string;
  hint?: string;
  now: number | null;
  /** What it was in the range compared with; nothing without a comparison. */
  before?: number | null | undefined;
  /** What else is said below it. */
  also?: ReactNode;
}

/** A key figure, and below it what it was before. */
export function Figure({ now, before, say, also, ...stat }: Props & { say: (value: number) => string }) {
  const format = useFormat();
  const isShort = say === format.compact || say === format.money;
  const isShare = say === format.percent; // more percent of a percentage would be read as points
  return (
    <Stat
      {...stat}
      below={
        <>
          {also}
          <CellBefore now={isShare ? null : now} before={before}>
            {before == null ? "" : say(before)}
          </CellBefore>
        </>
      }
    >
      {now === null ? "–" : <span title={isShort ? format.whole(now) : undefined}>{say(now)}</span>}
    </Stat>
  );
}

interface PeopleProps extends Props {
  behind: PeopleBehind;
  compact?: boolean;
}

/** A key figure that counts people: they are a click away, those of before as well. */
export function PeopleFigure({ now, before, behind, also, compact = true, ...stat }: PeopleProps) {
  return (
    <Stat
      {...stat}
      below={
        <>
          {also}
          <PeopleBefore compact={compact} now={now} before={before} behind={behind} />
        </>
      }
    >
      <PeopleNumber compact={compact} value={now} behind={behind} />
    </Stat>
  );
}
