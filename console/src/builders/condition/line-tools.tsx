import { CloseOutlined, GroupOutlined, StopOutlined, UngroupOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  isGroup: boolean;
  onNegate: () => void;
  onRemove: () => void;
  onWrap: () => void;
  onLift: () => void;
}

/** Group, negate or remove a line. */
export function LineTools({ isGroup, onNegate, onRemove, onWrap, onLift }: Props) {
  const { t } = useTranslation();
  const tool = (label: string, icon: ReactNode, act: () => void) => (
    <Button size="small" type="text" icon={icon} aria-label={label} title={label} onClick={act} />
  );
  return (
    <span className="clause-tools">
      {isGroup
        ? tool(t("rule.lift"), <UngroupOutlined />, onLift)
        : tool(t("rule.wrap"), <GroupOutlined />, onWrap)}
      {isGroup ? tool(t("rule.negateGroup"), <StopOutlined />, onNegate) : null}
      {tool(t("rule.removeClause"), <CloseOutlined />, onRemove)}
    </span>
  );
}
