import { useTranslation } from "react-i18next";
import type { Segment } from "@/api/segments";
import { PeopleTable } from "@/builders/people-drawer/people-table";
import { usePeople } from "@/builders/people-drawer/use-people";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

/** Who is in it now. */
export function SegmentMembers({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const people = usePeople({
    kind: "named",
    named: { segment: { segment_id: segment.segment_id, part: "members" } },
  });
  return (
    <Panel title={t("segment.members")}>
      <Loaded asked={people} rows={6}>
        {(answer) => (
          <div className="stack">
            <PeopleTable people={answer.people} />
            <div>{people.more}</div>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
