import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { clauseEditorQuery } from "@/api/condition-kinds";
import type { FacetBody } from "@/api/condition-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { useProject } from "@/lib/project-context";
import { Sentence } from "@/ui/sentence";
import { FacetField } from "./facet-field";
import { askedOf } from "./use-editors";
import { useKinds, useSaid } from "./use-kinds";

interface Props {
  kind: string;
  body: FacetBody;
  negated: boolean;
  onChange: (body: FacetBody) => void;
  onNegate: (negated: boolean) => void;
}

/** The words before the first place, and the rest. */
function split(said: string): [string, string] {
  const at = said.indexOf("{");
  return at < 0 ? [said.trim(), ""] : [said.slice(0, at).trim(), said.slice(at)];
}

/** A clause that a room of the server adds, drawn from what the room says of it. */
export function FacetSlots({ kind, body, negated, onChange, onNegate }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const say = useSaid();
  const first = useKinds().find((each) => each.name === kind)?.editor;
  const asked = useQuery({
    ...clauseEditorQuery(project, kind, askedOf(body)),
    enabled: first !== undefined,
    placeholderData: keepPreviousData,
  });
  const editor = asked.data ?? first;
  if (!editor) return <code>{JSON.stringify({ [kind]: body })}</code>;
  const [said, rest] = split(say(editor.said));
  const [denied] = split(say(editor.denied));
  const not = (
    <ChoiceBracket
      name={t("rule.compare")}
      value={negated ? "no" : "yes"}
      empty
      items={[
        { value: "yes", label: said || t("rule.isGroup") },
        { value: "no", label: denied || t("rule.notGroup") },
      ]}
      onChange={(next) => onNegate(next === "no")}
    />
  );
  const slots = Object.fromEntries(
    editor.fields.map((field) => [
      field.name,
      <FacetField
        key={field.name}
        kind={kind}
        field={field}
        all={editor.fields}
        body={body}
        onChange={onChange}
      />,
    ]),
  );
  return <Sentence text={`{not} ${rest}`} slots={{ not, ...slots }} />;
}
