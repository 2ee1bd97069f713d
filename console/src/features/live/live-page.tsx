import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sourcesQuery } from "@/api/sources";
import { LiveTable } from "@/builders/live/live-table";
import { useLiveEvents } from "@/builders/live/use-live-events";
import { useSourceNames } from "@/builders/live/use-source-names";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useMay } from "@/lib/use-may";
import { useSettled } from "@/lib/use-settled";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";

const OUTCOMES = ["accepted", "repaired", "duplicate", "rejected"] as const;

/** Events as they arrive. */
export function LivePage() {
  const { t } = useTranslation();
  const may = useMay();
  const [on, setOn] = useState(true);
  const tools = may("operator") ? (
    <Button onClick={() => setOn(!on)}>{t(on ? "watch.live.pause" : "watch.live.resume")}</Button>
  ) : null;
  return (
    <Page title={t("watch.live.title")} about={t("watch.live.about")} tools={tools}>
      {may("operator") ? (
        <Stream on={on} />
      ) : (
        <FirstStep title={t("watch.live.title")}>{t("watch.live.denied")}</FirstStep>
      )}
    </Page>
  );
}

function Stream({ on }: { on: boolean }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const named = useSourceNames();
  const [key, setKey] = useAddressState("key", "");
  const [outcome, setOutcome] = useAddressState("outcome", "");
  const [event, setEvent] = useAddressState("event", "");
  const [person, setPerson] = useState("");
  const sources = useQuery(sourcesQuery(project)).data ?? [];
  const filter = useSettled({ key, outcome, event: event.trim(), person: person.replace(/\D/g, "") });
  const live = useLiveEvents(filter, on);
  const asked = {
    data: live.ready ? live.events : undefined,
    error: live.events.length === 0 ? live.error : null,
    isFetching: false,
    refetch: () => undefined,
  };
  return (
    <>
      <div className="row">
        <Select
          aria-label={t("watch.source")}
          style={{ minWidth: 180 }}
          value={key}
          options={[
            { value: "", label: t("watch.live.allSources") },
            ...sources.map((each) => ({ value: each.key_id, label: each.name })),
          ]}
          onChange={setKey}
        />
        <Select
          aria-label={t("watch.live.outcome")}
          style={{ minWidth: 140 }}
          value={outcome}
          options={[
            { value: "", label: t("watch.live.allOutcomes") },
            ...OUTCOMES.map((value) => ({ value, label: t(`watch.outcome.${value}`) })),
          ]}
          onChange={setOutcome}
        />
        <Input
          allowClear
          style={{ width: 180 }}
          aria-label={t("watch.live.event")}
          placeholder={t("watch.live.event")}
          value={event}
          onChange={(changed) => setEvent(changed.target.value)}
        />
        <Input
          allowClear
          style={{ width: 180 }}
          aria-label={t("watch.live.person")}
          placeholder={t("watch.live.person")}
          value={person}
          onChange={(changed) => setPerson(changed.target.value)}
        />
        <span className="note">{t(on ? "watch.live.following" : "watch.live.paused")}</span>
      </div>
      <Loaded asked={asked} rows={8}>
        {(events) =>
          events.length === 0 ? (
            <FirstStep title={t("watch.live.none")}>{t("watch.live.noneHint")}</FirstStep>
          ) : (
            <LiveTable events={events} named={named} />
          )
        }
      </Loaded>
    </>
  );
}
