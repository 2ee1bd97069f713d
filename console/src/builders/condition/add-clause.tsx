import { PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { emptyClause, OWN_KINDS } from "./tree";
import { useKinds, useSaid } from "./use-kinds";

/** Adds a line: one of the kinds of condition, or a group of them. */
export function AddClause({ onAdd }: { onAdd: (node: Condition) => void }) {
  const { t } = useTranslation();
  const say = useSaid();
  const own = OWN_KINDS.map((kind) => ({
    key: kind as string,
    label: t(`rule.kind.${kind}`),
    hint: t(`rule.kindHint.${kind}`),
  }));
  const added = useKinds().map(({ name, editor }) => ({
    key: name,
    label: say(editor.label),
    hint: say(editor.hint),
  }));
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          ...[...own, ...added].map(({ key, label, hint }) => ({
            key,
            label: (
              <span>
                {label} <span className="note">{hint}</span>
              </span>
            ),
          })),
          { type: "divider" as const },
          { key: "group", label: t("rule.addGroup") },
        ],
        onClick: ({ key }) => onAdd(key === "group" ? { any: [] } : emptyClause(key)),
      }}
    >
      <Button size="small" type="dashed" icon={<PlusOutlined />}>
        {t("rule.addClause")}
      </Button>
    </Dropdown>
  );
}
