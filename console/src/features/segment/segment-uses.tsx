import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "@/api/segments";
import { usePath } from "@/lib/use-path";

type Use = NonNullable<Segment["uses"]>[number];

const AT: Record<string, (id: string) => string> = {
  segment: (id) => `segments/${id}`,
  campaign: (id) => `campaigns/${id}`,
  destination: (id) => `destinations/${id}`,
  "earning rule": () => "earning-rules",
  "lifecycle model": (id) => `lifecycle?model=${id}`,
};

/** What names a segment, each with the way to it. */
export function SegmentUses({ uses }: { uses: Use[] }) {
  const { t } = useTranslation();
  const path = usePath();
  return uses.map(({ kind, use_id, name }, at) => {
    const to = AT[kind]?.(use_id);
    return (
      <Fragment key={`${kind} ${use_id}`}>
        {at > 0 ? ", " : ""}
        {t(`segment.editions.kind.${kind as "segment"}`, { defaultValue: kind })}{" "}
        {to ? <Link to={path(to)}>{name}</Link> : name}
      </Fragment>
    );
  });
}
