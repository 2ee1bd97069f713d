import { DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { EventTest } from "@/api/condition-types";
import { useProject } from "@/lib/project-context";
import { firstTest } from "./operators";
import { TestEditor } from "./test-editor";

interface Props {
  test: EventTest;
  event: string | undefined;
  onChange: (test: EventTest) => void;
  onRemove: () => void;
}

/** One property of the event, compared with a value. */
export function FilterTest({ test, event, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const fitting = properties.filter(({ events }) => !event || !events?.length || events.includes(event));
  const type = properties.find(({ name }) => name === test.property)?.type ?? "text";
  const choose = (property: string) => {
    const type = properties.find(({ name }) => name === property)?.type ?? "text";
    onChange({ property, ...firstTest(type) });
  };
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="row" style={{ flexWrap: "nowrap" }}>
        <Select
          showSearch
          style={{ flex: 1 }}
          aria-label={t("common.property")}
          placeholder={t("rule.pickProperty")}
          value={test.property || null}
          options={fitting.map(({ name }) => ({ value: name, label: name }))}
          onChange={choose}
          getPopupContainer={(node) => node.parentElement ?? document.body}
        />
        <Button type="text" icon={<DeleteOutlined />} aria-label={t("common.remove")} onClick={onRemove} />
      </div>
      {test.property ? (
        <TestEditor
          type={type}
          test={{ op: "eq", ...test }}
          valuesOf={{ property: test.property, event }}
          onChange={(next) => onChange({ property: test.property, ...next })}
        />
      ) : null}
    </div>
  );
}
