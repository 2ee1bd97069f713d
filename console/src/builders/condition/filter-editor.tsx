import { DeleteOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { EventFilter } from "@/api/condition-types";
import { FilterTest } from "./filter-test";
import {
  asFilter,
  type FilterGroup,
  filterGroupOf,
  fromRoot,
  NEW_TEST,
  rootFilter,
  undenied,
} from "./filter-tree";
import type { Joint } from "./tree";

interface Props {
  filter: EventFilter | undefined;
  event?: string;
  onChange: (filter: EventFilter | undefined) => void;
}

interface NodeProps {
  filter: EventFilter;
  event: string | undefined;
  onChange: Props["onChange"];
}

/** Whether what follows must be so, or must not. */
function Denial({ denied, onChange }: { denied: boolean; onChange: (denied: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Segmented
      size="small"
      value={denied}
      options={[
        { value: false, label: t("rule.isGroup") },
        { value: true, label: t("rule.notGroup") },
      ]}
      onChange={onChange}
    />
  );
}

/** A test, or a group of them; either may be denied. */
function FilterNode({ filter, event, onChange }: NodeProps) {
  const { t } = useTranslation();
  const [denied, inner] = undenied(filter);
  const deny = (next: boolean, what: EventFilter) => onChange(next ? { not: what } : what);
  const denial = <Denial denied={denied} onChange={(next) => deny(next, inner)} />;
  const group = filterGroupOf(inner);
  if (group) {
    const put = (next: FilterGroup) => {
      const left = asFilter(next);
      return left ? deny(denied, left) : onChange(undefined);
    };
    return (
      <fieldset className="block stack" style={{ gap: 8 }} aria-label={t("rule.group")}>
        <div className="row" style={{ flexWrap: "nowrap" }}>
          {denial}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("common.remove")}
            onClick={() => onChange(undefined)}
          />
        </div>
        <GroupOfTests group={group} event={event} onChange={put} />
      </fieldset>
    );
  }
  if (!("property" in inner)) return null;
  return (
    <>
      {denied ? denial : null}
      <FilterTest
        test={inner}
        event={event}
        onChange={(next) => deny(denied, next)}
        onRemove={() => onChange(undefined)}
      />
    </>
  );
}

interface GroupProps {
  group: FilterGroup;
  event: string | undefined;
  onChange: (group: FilterGroup) => void;
}

function GroupOfTests({ group: { joint, children }, event, onChange }: GroupProps) {
  const { t } = useTranslation();
  const put = (next: EventFilter[]) => onChange({ joint, children: next });
  const other: Joint = joint === "all" ? "any" : "all";
  return (
    <>
      {children.length > 1 ? (
        <Segmented
          size="small"
          value={joint}
          options={[
            { value: "all", label: t("rule.all") },
            { value: "any", label: t("rule.any") },
          ]}
          onChange={(next) => onChange({ joint: next as Joint, children })}
        />
      ) : null}
      {children.map((child, index) => (
        <FilterNode
          // biome-ignore lint/suspicious/noArrayIndexKey: tests have no name of their own, and keep their order
          key={index}
          filter={child}
          event={event}
          onChange={(next) =>
            put([...children.slice(0, index), ...(next ? [next] : []), ...children.slice(index + 1)])
          }
        />
      ))}
      <div className="row">
        <Button size="small" type="dashed" onClick={() => put([...children, NEW_TEST])}>
          {t("rule.addTest")}
        </Button>
        {children.length > 0 ? (
          <Button
            size="small"
            type="dashed"
            onClick={() => put([...children, other === "any" ? { any: [NEW_TEST] } : { all: [NEW_TEST] }])}
          >
            {t("rule.addGroup")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** Tests of an event's properties, joined by and / or, in groups as deep as they go. */
export function FilterEditor({ filter, event, onChange }: Props) {
  return (
    <div className="stack" style={{ gap: 12 }}>
      <GroupOfTests
        group={rootFilter(filter)}
        event={event}
        onChange={(group) => onChange(fromRoot(group))}
      />
    </div>
  );
}
