import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { timelineQuery } from "@/api/person";
import { useProject } from "@/lib/project-context";
import { useSettled } from "@/lib/use-settled";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Panel } from "@/ui/panel";
import { TimelineLine } from "./timeline-line";

/** What the person did, newest first; can be narrowed to some events. */
export function Timeline({ person }: { person: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [only, setOnly] = useState<string[]>([]);
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim());
  const asked = useInfiniteQuery({
    ...timelineQuery(project, person, { events: only, search }),
    placeholderData: keepPreviousData,
  });
  const events = asked.data?.pages.flatMap((page) => page.events);
  const names = (useQuery(catalogueQuery(project)).data?.events ?? []).map((each) => each.name);
  return (
    <Panel
      title={t("people.person.timeline")}
      note={
        <span className="row">
          <Input.Search
            allowClear
            size="small"
            style={{ width: 260 }}
            aria-label={t("people.person.eventSearch")}
            placeholder={t("people.person.eventSearch")}
            onChange={(event) => setTyped(event.target.value)}
          />
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
        </span>
      }
    >
      <Loaded asked={{ ...asked, data: events }} rows={8}>
        {(shown) => {
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
      <MoreRows asked={asked} />
    </Panel>
  );
}
