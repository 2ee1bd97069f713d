import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type Cleaning, type CleaningRules, saveCleaning } from "@/api/quality";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

const PARTS = [
  {
    title: "limits",
    fields: [
      "age_days_max",
      "future_seconds_max",
      "name_bytes_max",
      "identity_bytes_max",
      "text_bytes_max",
      "properties_bytes_max",
    ],
  },
  { title: "traffic", fields: ["bots", "data_centres", "near_duplicates", "events_per_minute_max"] },
  {
    title: "internal",
    fields: ["internal_addresses", "internal_identities", "internal_hosts", "placeholders"],
  },
  { title: "storing", fields: ["keeps_ip", "rejected_percent_max", "alert_events_min"] },
] as const;

type Field = (typeof PARTS)[number]["fields"][number];

/** The rules, in four groups; only what was changed is sent. */
export function CleaningForm({ cleaning }: { cleaning: Cleaning }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (rules: Partial<CleaningRules>) => saveCleaning(project, rules),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "cleaning"] });
    },
  });
  const note = (field: Field) => {
    if (field === "data_centres" && !cleaning.has_data_centres) return t("watch.cleaning.noDataCentres");
    return undefined;
  };
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      disabled={!may("owner")}
      initialValues={cleaning.rules}
      onFinish={(rules: Partial<CleaningRules>) => saving.mutate(rules)}
    >
      <div className="stack">
        {PARTS.map(({ title, fields }) => (
          <Panel key={title} title={t(`watch.cleaning.${title}`)}>
            <div className="grid">
              {fields.map((field) => (
                <Form.Item
                  key={field}
                  className="span-6"
                  name={field}
                  label={t(`watch.cleaning.field.${field}`)}
                  extra={note(field)}
                  {...(typeof cleaning.rules[field] === "boolean" ? { valuePropName: "checked" } : {})}
                >
                  {inputOf(cleaning.rules[field])}
                </Form.Item>
              ))}
            </div>
          </Panel>
        ))}
        {cleaning.has_places ? null : <div className="note">{t("watch.cleaning.noPlaces")}</div>}
        {saving.error ? <Problem error={saving.error} /> : null}
        <div>
          {may("owner") ? (
            <Button type="primary" htmlType="submit" loading={saving.isPending}>
              {t("common.save")}
            </Button>
          ) : (
            <span className="note">{t("watch.cleaning.ownerOnly")}</span>
          )}
        </div>
      </div>
    </Form>
  );
}

/** A switch, a list of words, or a number, as the rule is. */
function inputOf(value: CleaningRules[Field]) {
  if (typeof value === "boolean") return <Switch />;
  if (Array.isArray(value)) return <Select mode="tags" open={false} suffixIcon={null} />;
  return <InputNumber min={0} style={{ width: "100%" }} />;
}
