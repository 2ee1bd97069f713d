import { useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { cleaningQuery, type RejectedFilter } from "@/api/quality";
import { sourcesQuery } from "@/api/sources";
import { useWhy } from "@/builders/live/why";
import { useProject } from "@/lib/project-context";

interface Props {
  filter: RejectedFilter;
  change: (change: RejectedFilter) => void;
}

/** Reason, source, name and text. */
export function RejectedFilters({ filter, change }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const why = useWhy();
  const reasons = useQuery(cleaningQuery(project)).data?.reasons ?? [];
  const sources = useQuery(sourcesQuery(project)).data ?? [];
  return (
    <div className="row">
      <Select
        showSearch
        aria-label={t("watch.rejected.reason")}
        style={{ minWidth: 200 }}
        value={filter.reason ?? ""}
        options={[
          { value: "", label: t("watch.rejected.allReasons") },
          ...reasons.map(({ reason, message }) => ({
            value: reason,
            label: reason,
            title: why(reason, message),
          })),
        ]}
        onChange={(reason) => change({ reason })}
      />
      <Select
        aria-label={t("watch.source")}
        style={{ minWidth: 180 }}
        value={filter.key ?? ""}
        options={[
          { value: "", label: t("watch.live.allSources") },
          ...sources.map((each) => ({ value: each.key_id, label: each.name })),
        ]}
        onChange={(key) => change({ key })}
      />
      <Input.Search
        allowClear
        style={{ width: 200 }}
        aria-label={t("watch.rejected.event")}
        placeholder={t("watch.rejected.event")}
        defaultValue={filter.event ?? ""}
        onSearch={(event) => change({ event: event.trim() })}
      />
      <Input.Search
        allowClear
        style={{ width: 240 }}
        aria-label={t("watch.rejected.text")}
        placeholder={t("watch.rejected.text")}
        defaultValue={filter.text ?? ""}
        onSearch={(text) => change({ text: text.trim() })}
      />
      {filter.source ? <span className="note">{`${t("watch.source")}: ${filter.source}`}</span> : null}
    </div>
  );
}
