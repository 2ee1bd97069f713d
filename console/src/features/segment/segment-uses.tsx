import { Fragment } from "react";
import { type Use, UseLink } from "@/builders/label/used-by";

/** What names a segment, each with the way to it. */
export function SegmentUses({ uses }: { uses: readonly Use[] }) {
  return uses.map((use, place) => (
    <Fragment key={`${use.kind} ${use.use_id}`}>
      {place > 0 ? " · " : ""}
      <UseLink use={use} />
    </Fragment>
  ));
}
