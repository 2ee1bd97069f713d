import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { Sentence } from "@/ui/sentence";
import { AddClause } from "./add-clause";
import { DropGap } from "./drop-gap";
import type { Path } from "./move";
import { NodeLine } from "./node-line";
import { asNode, type Group, groupOf, type Joint, unwrapNot } from "./tree";

interface Props {
  group: Group;
  path: Path;
  /** Where the group stands in the condition, as the server's errors name it. */
  at: string;
  /** What joins it to the line above. */
  before?: ReactNode;
  text: string;
  onChange: (group: Group) => void;
}

/** Lines joined by all or any; a line may be a group again. */
export function GroupEditor({ group, path, at, before, text, onChange }: Props) {
  const { t } = useTranslation();
  const { joint, children } = group;
  const put = (next: Condition[]) => onChange({ joint, children: next });
  const replace = (place: number, ...nodes: Condition[]) =>
    put([...children.slice(0, place), ...nodes, ...children.slice(place + 1)]);
  const lift = (place: number, node: Condition) => {
    const [, inner] = unwrapNot(node);
    const own = "not" in inner ? null : groupOf(inner);
    replace(place, ...(own ? own.children : [node]));
  };
  const all = (
    <ChoiceBracket
      name={t("rule.group")}
      value={joint}
      items={[
        { value: "all", label: t("rule.all") },
        { value: "any", label: t("rule.any") },
      ]}
      onChange={(next) => onChange({ joint: next as Joint, children })}
    />
  );
  return (
    <div>
      <div>
        {before}
        <Sentence text={text} slots={{ op: all }} />
      </div>
      <div className="block">
        {children.map((child, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the tree has no names; order is identity
          <Fragment key={index}>
            <DropGap at={[...path, index]} />
            <NodeLine
              node={child}
              path={[...path, index]}
              at={`${at}.${joint}[${index}]`}
              lead={index === 0 ? null : t(joint === "all" ? "rule.and" : "rule.or")}
              editGroup={(inner, place, change) => (
                <GroupEditor group={inner} {...place} text={t("rule.groupLine")} onChange={change} />
              )}
              onChange={(next) => replace(index, next)}
              onRemove={() => replace(index)}
              onWrap={() =>
                replace(index, asNode({ joint: joint === "all" ? "any" : "all", children: [child] }))
              }
              onLift={() => lift(index, child)}
            />
          </Fragment>
        ))}
        <DropGap at={[...path, children.length]} />
        <AddClause onAdd={(node) => put([...children, node])} />
      </div>
    </div>
  );
}
