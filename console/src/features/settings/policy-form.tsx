import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, InputNumber, Switch, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Policy, savePolicy } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

const CLOCK = "HH:mm";
const at = (time: string) => dayjs(`2000-01-01T${time.slice(0, 5)}`);

/** Cooldown and quiet hours. */
export function PolicyForm({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const { project, zone } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const [hours, setHours] = useState(policy.cooldown_hours);
  const [quiet, setQuiet] = useState(policy.quiet_hours);
  const saving = useMutation({
    mutationFn: () => savePolicy(project, { cooldown_hours: hours, quiet_hours: quiet }),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "policy"] });
    },
  });
  const set = (name: "from" | "to", time: Dayjs | null) => {
    if (quiet && time) setQuiet({ ...quiet, [name]: time.format(CLOCK) });
  };
  return (
    <Panel className="narrow">
      <Form layout="vertical" disabled={!may("operator")} onFinish={() => saving.mutate()}>
        <Form.Item label={t("settings.policy.cooldown")} extra={t("settings.policy.cooldownHint")}>
          <InputNumber
            min={0}
            max={8760}
            aria-label={t("settings.policy.cooldown")}
            value={hours}
            suffix={t("settings.policy.hours")}
            style={{ width: 200 }}
            onChange={(next) => setHours(next ?? 0)}
          />
        </Form.Item>
        <Form.Item label={t("settings.policy.quiet")} extra={`${t("settings.policy.quietHint")} · ${zone}`}>
          <div className="row">
            <Switch
              aria-label={t("settings.policy.quiet")}
              checked={quiet !== null}
              onChange={(on) => setQuiet(on ? { from: "21:00", to: "09:00" } : null)}
            />
            {quiet ? (
              <>
                <span>{t("settings.policy.from")}</span>
                <TimePicker
                  format={CLOCK}
                  minuteStep={15}
                  allowClear={false}
                  aria-label={t("settings.policy.from")}
                  value={at(quiet.from)}
                  onChange={(time) => set("from", time)}
                />
                <span>{t("settings.policy.to")}</span>
                <TimePicker
                  format={CLOCK}
                  minuteStep={15}
                  allowClear={false}
                  aria-label={t("settings.policy.to")}
                  value={at(quiet.to)}
                  onChange={(time) => set("to", time)}
                />
              </>
            ) : null}
          </div>
        </Form.Item>
        {saving.error ? <Problem error={saving.error} /> : null}
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t("common.save")}
        </Button>
      </Form>
    </Panel>
  );
}
