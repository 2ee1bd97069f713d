import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { type Bounds, boundsQuery, type ChosenBounds, setBounds } from "@/api/bounds";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

const MEGABYTE = 1_000_000;
const FIELDS = ["seconds", "megabytes", "rows", "at_once"] as const;
type Field = (typeof FIELDS)[number];
type Values = Record<Field, number | null>;

/** What one question of this project may cost, and how many run at once. */
export function BoundsPanel() {
  const { t } = useTranslation();
  const { project } = useProject();
  const asked = useQuery(boundsQuery(project));
  return (
    <Panel className="narrow" title={t("settings.bounds.title")}>
      <p className="note" style={{ marginBottom: 16 }}>
        {t("settings.bounds.about")}
      </p>
      <Loaded asked={asked}>{(bounds) => <BoundsForm bounds={bounds} />}</Loaded>
    </Panel>
  );
}

function BoundsForm({ bounds }: { bounds: Bounds }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const most = { ...bounds.most, megabytes: Math.floor(bounds.most.memory_bytes / MEGABYTE) };
  const saving = useMutation({
    mutationFn: (values: Values) => setBounds(project, fromValues(values)),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "bounds"] });
    },
  });
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      disabled={!may("owner")}
      initialValues={toValues(bounds.chosen)}
      onFinish={saving.mutate}
    >
      {FIELDS.map((name) => (
        <Form.Item key={name} name={name} label={t(`settings.bounds.${name}`)}>
          <InputNumber
            min={1}
            {...(most[name] ? { max: most[name] } : {})}
            precision={0}
            style={{ width: 240 }}
            placeholder={
              most[name]
                ? t("settings.bounds.server", { n: format.whole(most[name]) })
                : t("settings.bounds.any")
            }
          />
        </Form.Item>
      ))}
      {saving.error ? <Problem error={saving.error} /> : null}
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {t("common.save")}
      </Button>
    </Form>
  );
}

function toValues(chosen: ChosenBounds): Values {
  const { memory_bytes, ...rest } = chosen;
  return { ...rest, megabytes: memory_bytes === null ? null : Math.round(memory_bytes / MEGABYTE) };
}

function fromValues({ megabytes, ...rest }: Values): ChosenBounds {
  return { ...rest, memory_bytes: megabytes ? megabytes * MEGABYTE : null };
}
