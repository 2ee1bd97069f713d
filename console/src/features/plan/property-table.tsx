import { DeleteOutlined } from "@ant-design/icons";
import { Button, Input, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { PlannedEvent, PlannedProperty } from "@/api/plan";
import { changedAt, newProperty } from "./plan-parts";

interface Props {
  event: PlannedEvent;
  fixed: boolean;
  onChange: (event: PlannedEvent) => void;
}
const TYPES = ["text", "number", "boolean", "time", "list"] as const;

/** What a planned event is about, and its properties with type and rules. */
export function PropertyTable({ event, fixed, onChange }: Props) {
  const { t } = useTranslation();
  const put = (at: number, next: PlannedProperty | null) =>
    onChange({ ...event, properties: changedAt(event.properties, at, next) });
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Input
        aria-label={`${t("plan.description")}: ${event.name}`}
        placeholder={t("plan.description")}
        readOnly={fixed}
        value={event.description}
        onChange={({ target }) => onChange({ ...event, description: target.value })}
      />
      {event.properties.length > 0 ? (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("plan.property")}</th>
              <th scope="col">{t("plan.type")}</th>
              <th scope="col">{t("plan.required")}</th>
              <th scope="col">{t("plan.values")}</th>
              <th scope="col">{t("plan.range")}</th>
              <th scope="col">{t("plan.description")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("common.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {event.properties.map((property, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its name is typed
              <PropertyRow key={at} property={property} fixed={fixed} put={(next) => put(at, next)} />
            ))}
          </tbody>
        </table>
      ) : null}
      {fixed ? null : (
        <div>
          <Button
            size="small"
            onClick={() => onChange({ ...event, properties: [...event.properties, newProperty()] })}
          >
            {t("plan.addProperty")}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RowProps {
  property: PlannedProperty;
  fixed: boolean;
  put: (next: PlannedProperty | null) => void;
}

function PropertyRow({ property, fixed, put }: RowProps) {
  const { t } = useTranslation();
  const named = (field: string) => `${field}: ${property.name}`;
  const bound = (field: "minimum" | "maximum") => (
    <InputNumber
      aria-label={named(t(`plan.${field}`))}
      placeholder={t(`plan.${field}`)}
      style={{ width: 80 }}
      disabled={fixed || property.type !== "number"}
      value={property[field] ?? null}
      onChange={(value) => put({ ...property, [field]: value })}
    />
  );
  return (
    <tr>
      <td>
        <Input
          aria-label={t("plan.property")}
          style={{ width: 160 }}
          readOnly={fixed}
          value={property.name}
          onChange={({ target }) => put({ ...property, name: target.value })}
        />
      </td>
      <td>
        <Select
          aria-label={named(t("plan.type"))}
          style={{ width: 100 }}
          disabled={fixed}
          value={property.type}
          options={TYPES.map((value) => ({ value, label: t(`plan.types.${value}`) }))}
          onChange={(type) => put({ ...property, type })}
        />
      </td>
      <td>
        <Switch
          size="small"
          aria-label={named(t("plan.required"))}
          disabled={fixed}
          checked={property.required}
          onChange={(required) => put({ ...property, required })}
        />
      </td>
      <td>
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          aria-label={named(t("plan.values"))}
          style={{ minWidth: 140 }}
          disabled={fixed}
          value={property.values.map(String)}
          onChange={(values: string[]) =>
            put({ ...property, values: property.type === "number" ? values.map(Number) : values })
          }
        />
      </td>
      <td>
        <span className="row">
          {bound("minimum")}
          {bound("maximum")}
        </span>
      </td>
      <td>
        <Input
          aria-label={named(t("plan.description"))}
          readOnly={fixed}
          value={property.description}
          onChange={({ target }) => put({ ...property, description: target.value })}
        />
      </td>
      <td>
        {fixed ? null : (
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("plan.removeProperty", { name: property.name })}
            onClick={() => put(null)}
          />
        )}
      </td>
    </tr>
  );
}
