import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { Problem } from "./problem";

interface Asked<Data> {
  data: Data | undefined;
  error: unknown;
  isFetching: boolean;
  isPlaceholderData?: boolean;
  refetch: () => unknown;
}

interface Props<Data> {
  asked: Asked<Data>;
  rows?: number;
  children: (data: Data) => ReactNode;
}

/** A skeleton first; then the answer; the old answer dimmed while a new one is on its way. */
export function Loaded<Data>({ asked, rows = 5, children }: Props<Data>) {
  if (asked.error) return <Problem error={asked.error} retry={() => asked.refetch()} />;
  if (asked.data === undefined) {
    return <Skeleton active title={false} paragraph={{ rows }} aria-busy="true" />;
  }
  const waiting = asked.isPlaceholderData === true && asked.isFetching;
  return (
    <div className={waiting ? "dimmed" : undefined} aria-busy={waiting}>
      {children(asked.data)}
    </div>
  );
}
