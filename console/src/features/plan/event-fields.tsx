import { Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { PlanAnswer, PlannedEvent } from "@/api/plan";
import { useFormat } from "@/lib/use-format";

interface Props {
  event: PlannedEvent;
  fixed: boolean;
  put: (event: PlannedEvent) => void;
}

/** What happens to an event that is not as planned. */
export function CheckField({ event, fixed, put }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={`${t("plan.check")}: ${event.name}`}
      style={{ width: 110 }}
      disabled={fixed}
      value={event.check}
      options={(["none", "warn", "repair", "reject"] as const).map((value) => ({
        value,
        label: t(`plan.checks.${value}`),
      }))}
      onChange={(check) => put({ ...event, check })}
    />
  );
}

/** Whether further properties are against the plan. */
export function ClosedField({ event, fixed, put }: Props) {
  const { t } = useTranslation();
  return (
    <Switch
      size="small"
      aria-label={`${t("plan.closed")}: ${event.name}`}
      disabled={fixed}
      checked={event.closed}
      onChange={(closed) => put({ ...event, closed })}
    />
  );
}

/** Planned, live or deprecated. */
export function StatusField({ event, fixed, put }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={`${t("plan.status")}: ${event.name}`}
      style={{ width: 120 }}
      disabled={fixed}
      value={event.status}
      options={(["planned", "live", "deprecated"] as const).map((value) => ({
        value,
        label: t(`plan.statuses.${value}`),
      }))}
      onChange={(status) => put({ ...event, status })}
    />
  );
}

/** Name and owner are typed. */
export function TextField({ event, fixed, put, field }: Props & { field: "name" | "owner" }) {
  const { t } = useTranslation();
  return (
    <Input
      aria-label={field === "name" ? t("plan.name") : `${t("plan.owner")}: ${event.name}`}
      style={{ width: field === "name" ? 200 : 110 }}
      readOnly={fixed}
      value={event[field]}
      onChange={({ target }) => put({ ...event, [field]: target.value })}
    />
  );
}

/** When it last came, and from where. */
export function LastSeen({ seen }: { seen: PlanAnswer["seen"][number] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!seen) return <span className="note">{t("plan.never")}</span>;
  return (
    <span title={`${t("plan.seenCount")} ${format.whole(seen.count)}`}>
      {format.instant(seen.last_at)}
      {seen.source ? <div className="note">{seen.source}</div> : null}
    </span>
  );
}
