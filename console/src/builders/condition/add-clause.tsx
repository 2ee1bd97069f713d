import { PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { type ClauseKind, emptyClause } from "./tree";

const KINDS: ClauseKind[] = ["did", "attribute", "segment", "stage", "rfm", "reached"];

/** Adds a line: one of the kinds of condition, or a group of them. */
export function AddClause({ onAdd }: { onAdd: (node: Condition) => void }) {
  const { t } = useTranslation();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          ...KINDS.map((kind) => ({
            key: kind,
            label: (
              <span>
                {t(`rule.kind.${kind}`)} <span className="note">{t(`rule.kindHint.${kind}`)}</span>
              </span>
            ),
          })),
          { type: "divider" as const },
          { key: "group", label: t("rule.addGroup") },
        ],
        onClick: ({ key }) => onAdd(key === "group" ? { any: [] } : emptyClause(key as ClauseKind)),
      }}
    >
      <Button size="small" type="dashed" icon={<PlusOutlined />}>
        {t("rule.addClause")}
      </Button>
    </Dropdown>
  );
}
