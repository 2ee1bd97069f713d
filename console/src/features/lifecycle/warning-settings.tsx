import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type EarlyWarning, keepWarning, lifecycleKey } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";
import { Problem } from "@/ui/problem";

type Grade = EarlyWarning["grades"][number];
const ACTIONS: Grade["action"][] = ["message", "coupon", "call"];
const BEFORE_DEFAULT = 84;
const LEAST_DEFAULT = 6;
const PERCENT = 100;

const days = (raw: unknown, fallback: number) => Number.parseInt(`${raw ?? ""}`, 10) || fallback;

/** When the warning speaks, and what is done then. */
export function WarningSettings({ found }: { found: EarlyWarning }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [recent, setRecent] = useState(found.recent_days);
  const [before, setBefore] = useState(days(found.settings.before, BEFORE_DEFAULT));
  const [least, setLeast] = useState(days(found.settings.at_least, LEAST_DEFAULT));
  const [grades, setGrades] = useState(found.grades);
  const change = (name: string, next: Partial<Grade>) =>
    setGrades(grades.map((each) => (each.name === name ? { ...each, ...next } : each)));
  const save = useMutation({
    mutationFn: () =>
      keepWarning(project, {
        ...found.settings,
        recent: `${recent}d`,
        before: `${before}d`,
        at_least: least,
        grades: Object.fromEntries(
          grades.map(({ name, drop, action, note }) => [name, { drop, action, note }]),
        ),
      }),
    onSuccess: async () => {
      void message.success(t("lifecycle.saved"));
      await queries.invalidateQueries({ queryKey: lifecycleKey(project) });
    },
  });
  const numbers = [
    ["recentDays", recent, setRecent],
    ["beforeDays", before, setBefore],
    ["atLeast", least, setLeast],
  ] as const;
  return (
    <div className="stack">
      <div className="row">
        {numbers.map(([name, value, set]) => (
          <div key={name}>
            <span className="note">{t(`lifecycle.warn.${name}`)}</span>
            <br />
            <InputNumber
              aria-label={t(`lifecycle.warn.${name}`)}
              min={1}
              max={1000}
              value={value}
              onChange={(next) => next && set(next)}
            />
          </div>
        ))}
      </div>
      {grades.map((grade) => (
        <div className="row" key={grade.name}>
          <strong style={{ width: 72 }}>{t(`lifecycle.warn.${grade.name}`)}</strong>
          <InputNumber
            aria-label={`${t(`lifecycle.warn.${grade.name}`)} ${t("lifecycle.warn.drop")}`}
            min={1}
            max={100}
            suffix="%"
            value={Math.round(grade.drop * PERCENT)}
            onChange={(next) => next && change(grade.name, { drop: next / PERCENT })}
          />
          <Select
            style={{ width: 160 }}
            aria-label={`${t(`lifecycle.warn.${grade.name}`)} ${t("lifecycle.warn.do")}`}
            value={grade.action}
            onChange={(action) => change(grade.name, { action })}
            options={ACTIONS.map((value) => ({ value, label: t(`lifecycle.warn.action.${value}`) }))}
          />
          <Input
            style={{ maxWidth: 360 }}
            maxLength={500}
            aria-label={`${t(`lifecycle.warn.${grade.name}`)} ${t("lifecycle.warn.note")}`}
            placeholder={t("lifecycle.warn.note")}
            value={grade.note}
            onChange={(event) => change(grade.name, { note: event.target.value })}
          />
        </div>
      ))}
      <Button
        type="primary"
        style={{ alignSelf: "flex-start" }}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t("lifecycle.save")}
      </Button>
      {save.error ? <Problem error={save.error} /> : null}
    </div>
  );
}
