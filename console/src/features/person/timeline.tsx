import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { timelineQuery } from "@/api/person";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { TimelineLine } from "./timeline-line";

/** What the person did, newest first; can be narrowed to some events. */
export function Timeline({ person }: { person: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [only, setOnly] = useState<string[]>([]);
  const asked = useInfiniteQuery(timelineQuery(project, person));
  const events = asked.data?.pages.flatMap((page) => page.events);
  const names = [...new Set((events ?? []).map((each) => each.event))];
  return (
    <Panel
      title={t("people.person.timeline")}
      note={
        <Select
          mode="multiple"
          size="small"
          allowClear
          style={{ minWidth: 200 }}
          aria-label={t("people.person.eventFilter")}
          placeholder={t("people.person.eventFilter")}
          value={only}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={setOnly}
        />
      }
    >
      <Loaded asked={{ ...asked, data: events }} rows={8}>
        {(all) => {
          const shown = all.filter((each) => only.length === 0 || only.includes(each.event));
          return shown.length === 0 ? (
            <span className="note">{t("people.person.noEvents")}</span>
          ) : (
            <ol className="timeline">
              {shown.map((each) => (
                <TimelineLine key={each.event_id} event={each} />
              ))}
            </ol>
          );
        }}
      </Loaded>
      {asked.hasNextPage ? (
        <Button onClick={() => void asked.fetchNextPage()} loading={asked.isFetchingNextPage}>
          {t("common.more")}
        </Button>
      ) : null}
    </Panel>
  );
}
