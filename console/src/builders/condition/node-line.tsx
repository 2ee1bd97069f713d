import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Clause, Condition } from "@/api/condition-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { failureIn } from "@/i18n/failure";
import { ClauseEditor } from "./clause-editor";
import { DragHandle } from "./drag-handle";
import { LineTools } from "./line-tools";
import type { Path } from "./move";
import { useRefused } from "./problem-place";
import { asNode, type Group, groupOf, unwrapNot, wrapNot } from "./tree";

interface Props {
  node: Condition;
  path: Path;
  /** Where it stands in the condition, as the server's errors name it. */
  at: string;
  lead: string | null;
  editGroup: (
    group: Group,
    place: { path: Path; at: string; before: ReactNode },
    onChange: (group: Group) => void,
  ) => ReactNode;
  onChange: (node: Condition) => void;
  onRemove: () => void;
  onWrap: () => void;
  onLift: () => void;
}

/** One line of a group: a clause, or a group inside; with what can be done to the line. */
export function NodeLine(props: Props) {
  const { node, path, at, lead, editGroup, onChange } = props;
  const { t, i18n } = useTranslation();
  const [negated, inner] = unwrapNot(node);
  const refused = useRefused(at);
  const group = "not" in inner ? null : groupOf(inner);
  const put = (next: Condition) => onChange(wrapNot(negated, next));
  const joined = lead ? (
    <span key="lead" className="soft">
      {lead}{" "}
    </span>
  ) : null;
  const denied = negated ? (
    <ChoiceBracket
      key="not"
      name={t("rule.compare")}
      value="no"
      empty
      items={[
        { value: "yes", label: t("rule.isGroup") },
        { value: "no", label: t("rule.notGroup") },
      ]}
      onChange={(next) => onChange(wrapNot(next === "no", inner))}
    />
  ) : null;
  return (
    <div className="clause-line" data-testid="clause">
      <DragHandle path={path} />
      <div className="text">
        {group ? (
          editGroup(group, { path, at: negated ? `${at}.not` : at, before: [joined, denied] }, (next) =>
            put(asNode(next)),
          )
        ) : (
          <>
            {joined}
            <ClauseEditor
              clause={inner as Clause}
              negated={negated}
              onChange={put}
              onNegate={(next) => onChange(wrapNot(next, inner))}
            />
          </>
        )}
        {refused && !group ? (
          <div className="clause-problem">{failureIn(i18n.language, refused).sentence}</div>
        ) : null}
      </div>
      <LineTools {...props} isGroup={group !== null} onNegate={() => onChange(wrapNot(!negated, inner))} />
    </div>
  );
}
