import type { ReactNode } from "react";

interface Props {
  /** What the time before is called. */
  name: string;
  now: number | null;
  before: number | null | undefined;
  /** The number of before as it is shown. */
  children: ReactNode;
  percent: (share: number) => string;
}

/** A number of the range compared with, and how much more or less there is now; nothing where none is known. */
export function Before({ name, now, before, children, percent }: Props) {
  if (before === null || before === undefined) return null;
  const change = now === null || before === 0 ? null : now / before - 1;
  const sign = change !== null && change > 0 ? "+" : "";
  return (
    <div>
      {name} {children}
      {change === null ? null : (
        <>
          {" "}
          <span className="kept">{`(${sign}${percent(change)})`}</span>
        </>
      )}
    </div>
  );
}
