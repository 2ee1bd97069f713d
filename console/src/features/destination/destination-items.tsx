import { useQuery } from "@tanstack/react-query";
import { Form, type FormInstance, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Condition } from "@/api/condition-types";
import type { Destination } from "@/api/destinations";
import { segmentsQuery } from "@/api/segments";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { pairsRule } from "@/builders/setting/pairs-rule";
import { SettingItem } from "@/builders/setting/setting-item";
import { useProject } from "@/lib/project-context";
import { COMPUTED, type DestinationFields } from "./destination-fields";
import { useDestinationKinds } from "./use-destination-kinds";

interface Props {
  form: FormInstance<DestinationFields>;
  before: Destination | null;
  first: DestinationFields;
}

/** Who is sent, under the names antd's form gives its fields. */
function PeopleField({ value, onChange }: { value?: Condition | null; onChange?: (next: unknown) => void }) {
  return <PeopleBracket people={value ?? undefined} onChange={(next) => onChange?.(next ?? null)} />;
}

/** By which way, what, and under which names. */
export function DestinationItems({ form, before, first }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const events = useQuery(catalogueQuery(project)).data;
  const segments = useQuery(segmentsQuery(project)).data ?? [];
  const kinds = useDestinationKinds();
  const kind = Form.useWatch("kind", form) ?? first.kind;
  const sends = Form.useWatch("sendEvents", form) ?? first.sendEvents;
  const options = (names: string[]) => names.map((value) => ({ value, label: value }));
  return (
    <div className="grid">
      <Form.Item
        className="span-6"
        name="name"
        label={t("common.name")}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
      <Form.Item className="span-6" name="kind" label={t("destination.kind")}>
        <Select
          disabled={before !== null}
          options={kinds.all.map((each) => ({ value: each.kind, label: kinds.name(each.kind) }))}
        />
      </Form.Item>
      {kinds.asksOf(kind).map((setting) => (
        <SettingItem
          key={`${kind}.${setting.name}`}
          setting={setting}
          name={["settings", setting.name]}
          begins={before ? undefined : (setting.default ?? undefined)}
          isKept={before?.secrets_set.includes(setting.name) ?? false}
        />
      ))}
      <Form.Item
        className="span-3"
        name="sendEvents"
        label={t("destination.sendEvents")}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      {sends ? (
        <>
          <Form.Item className="span-5" name="names" label={t("destination.events")}>
            <Select
              mode="tags"
              placeholder={t("destination.eventsHint")}
              options={options((events?.events ?? []).map((each) => each.name))}
            />
          </Form.Item>
          <Form.Item className="span-4" name="people" label={t("destination.people")}>
            <PeopleField />
          </Form.Item>
        </>
      ) : null}
      <Form.Item className="span-6" name="segments" label={t("destination.segments")}>
        <Select
          mode="multiple"
          options={segments.map((each) => ({ value: each.segment_id, label: each.name }))}
        />
      </Form.Item>
      <Form.Item
        className="span-6"
        name="attributes"
        label={t("destination.attributes")}
        extra={t("destination.attributesHint")}
      >
        <Select
          mode="tags"
          options={options(["*", ...(events?.attributes ?? []).map((each) => each.name)])}
        />
      </Form.Item>
      <Form.Item
        className="span-12"
        name="computed"
        label={t("destination.computed")}
        extra={t("destination.computedHint")}
      >
        <Select
          mode="multiple"
          options={COMPUTED.map((value) => ({ value, label: t(`destination.feeds.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        className="span-12"
        name="fields"
        label={t("destination.fields")}
        extra={t("destination.fieldsHint")}
        rules={[pairsRule(t("common.pairsWrong"))]}
      >
        <Input.TextArea rows={3} className="code" />
      </Form.Item>
      {before ? null : (
        <Form.Item className="span-6" name="start" label={t("destination.start")}>
          <Select
            options={(["now", "beginning"] as const).map((value) => ({
              value,
              label: t(`destination.starts.${value}`),
            }))}
          />
        </Form.Item>
      )}
    </div>
  );
}
