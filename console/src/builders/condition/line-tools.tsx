import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CloseOutlined,
  GroupOutlined,
  StopOutlined,
  UngroupOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  isGroup: boolean;
  onNegate: () => void;
  onRemove: () => void;
  onWrap: () => void;
  onLift: () => void;
  onUp?: () => void;
  onDown?: () => void;
}

/** Move, group, negate or remove a line. */
export function LineTools({ isGroup, onNegate, onRemove, onWrap, onLift, onUp, onDown }: Props) {
  const { t } = useTranslation();
  const tool = (label: string, icon: ReactNode, act: (() => void) | undefined) =>
    act ? (
      <Button size="small" type="text" icon={icon} aria-label={label} title={label} onClick={act} />
    ) : null;
  return (
    <span className="clause-tools">
      {tool(t("rule.moveUp"), <ArrowUpOutlined />, onUp)}
      {tool(t("rule.moveDown"), <ArrowDownOutlined />, onDown)}
      {isGroup
        ? tool(t("rule.lift"), <UngroupOutlined />, onLift)
        : tool(t("rule.wrap"), <GroupOutlined />, onWrap)}
      {isGroup ? tool(t("rule.negateGroup"), <StopOutlined />, onNegate) : null}
      {tool(t("rule.removeClause"), <CloseOutlined />, onRemove)}
    </span>
  );
}
